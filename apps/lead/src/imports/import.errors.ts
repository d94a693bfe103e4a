import { defineErrors } from '@leadstream/kernel';

export const importErrors = defineErrors('LEAD', {
  IMPORT_NOT_FOUND: { kind: 'not_found', title: 'No such import' },
  IMPORT_FILE_GONE: { kind: 'not_found', title: 'The file of the import is no longer kept' },
  IMPORT_TOO_LARGE: { kind: 'too_large', title: 'The file is too large' },
  IMPORT_PARTS: { kind: 'malformed', title: 'The upload does not have the parts it needs' },
  IMPORT_OPTIONS: { kind: 'invalid', title: 'The import options are not acceptable' },
  IMPORT_ENCODING: { kind: 'invalid', title: 'The file is not in the encoding it is read with' },
  IMPORT_NUL: { kind: 'invalid', title: 'The file holds a NUL character' },
  IMPORT_QUOTES: { kind: 'invalid', title: 'Quotes in the file do not pair' },
  IMPORT_RECORD_TOO_LARGE: { kind: 'invalid', title: 'A row of the file is too large' },
  IMPORT_HEADER: { kind: 'invalid', title: 'The headings of the file are not usable' },
  IMPORT_NO_ROWS: { kind: 'invalid', title: 'The file has no rows' },
  IMPORT_FILE_TYPE: { kind: 'unsupported_type', title: 'The file is of a kind that is not read' },
  IMPORT_ENCRYPTED: { kind: 'invalid', title: 'The workbook is protected by a password' },
  IMPORT_WORKBOOK: { kind: 'invalid', title: 'The workbook cannot be read' },
  IMPORT_EXPANDS: { kind: 'too_large', title: 'The workbook expands beyond all measure' },
  IMPORT_STATUS: { kind: 'conflict', title: 'The import is in a status in which this cannot be done' },
  IMPORT_TEMPLATE_NOT_FOUND: { kind: 'not_found', title: 'No such import template' },
  IMPORT_TEMPLATE_TAKEN: { kind: 'conflict', title: 'Another import template has this name' },
  IMPORT_TEMPLATE_STALE: { kind: 'stale', title: 'The import template was changed in the meantime' },
  IMPORT_STUCK: { kind: 'unavailable', title: 'The import could not get on' },
});
