import { defineErrors } from '@leadstream/kernel';

export const documentErrors = defineErrors('LEAD', {
  DOCUMENT_NOT_FOUND: { kind: 'not_found', title: 'No such document' },
  DOCUMENT_NOT_DELETED: { kind: 'conflict', title: 'The document is not deleted' },
  DOCUMENT_PARTS: { kind: 'malformed', title: 'The form does not have the parts of an upload' },
  DOCUMENT_TOO_LARGE: { kind: 'too_large', title: 'The file is too large' },
  DOCUMENT_TYPE: { kind: 'unsupported_type', title: 'Files of this type are not taken' },
  DOCUMENT_LINK: { kind: 'forbidden', title: 'The link opens nothing, or no longer' },
  DOCUMENT_STORAGE: { kind: 'unavailable', title: 'The storage of documents does not answer' },
});
