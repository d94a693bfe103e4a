import { defineRoute } from '../../define-route.js';
import { ARCHIVE_READING_ERRORS, listRetentionArchivesQuery, retentionArchivePage, retentionArchiveParams } from '../retention-archive.js';

export const listEmailEventsArchives = defineRoute({
  operation: 'listEmailEventsArchives',
  owner: 'email-events',
  method: 'GET',
  path: '/v1/retention-archives/email-events',
  summary: 'Archives of events of e-mail, latest first.',
  scope: 'audit:read',
  rateClass: 'read',
  query: listRetentionArchivesQuery,
  success: { status: 200, body: retentionArchivePage },
});

export const readEmailEventsArchive = defineRoute({
  operation: 'readEmailEventsArchive',
  owner: 'email-events',
  method: 'GET',
  path: '/v1/retention-archives/email-events/:id/rows',
  summary:
    'Rows of an archive of events of e-mail, line by line as the table had them; of persons who were erased, that there was a row. It is entered in the audit trail.',
  scope: 'audit:read',
  rateClass: 'read',
  params: retentionArchiveParams,
  success: { status: 200, media: 'application/x-ndjson' },
  errors: ARCHIVE_READING_ERRORS,
});
