import { defineErrors } from '@leadstream/kernel';

/** What stands in the way of who reads an archive. */
export const archiveErrors = defineErrors('RETENTION', {
  ARCHIVE_NOT_FOUND: { kind: 'not_found', title: 'No such archive' },
  ARCHIVE_GONE: { kind: 'not_found', title: 'The file of the archive is not where archives lie' },
  ARCHIVE_ALTERED: { kind: 'conflict', title: 'The file of the archive is not the one that was written' },
  ARCHIVE_ERASED: { kind: 'not_found', title: 'Nobody can read the archive any more: the keys of all its rows were destroyed' },
  ARCHIVE_STORAGE: { kind: 'unavailable', title: 'The place where archives lie does not answer, or none is configured' },
});
