import { defineRoute } from '../../define-route.js';
import { ARCHIVE_READING_ERRORS, listRetentionArchivesQuery, retentionArchivePage, retentionArchiveParams } from '../retention-archive.js';

export const listEngagementArchives = defineRoute({
  operation: 'listEngagementArchives',
  owner: 'engagement',
  method: 'GET',
  path: '/v1/retention-archives/engagement',
  summary: 'Archives of interactions, latest first.',
  scope: 'audit:read',
  rateClass: 'read',
  query: listRetentionArchivesQuery,
  success: { status: 200, body: retentionArchivePage },
});

export const readEngagementArchive = defineRoute({
  operation: 'readEngagementArchive',
  owner: 'engagement',
  method: 'GET',
  path: '/v1/retention-archives/engagement/:id/rows',
  summary:
    'Rows of an archive of interactions, line by line as the table had them; of persons who were erased, that there was a row. It is entered in the audit trail.',
  scope: 'audit:read',
  rateClass: 'read',
  params: retentionArchiveParams,
  success: { status: 200, media: 'application/x-ndjson' },
  errors: ARCHIVE_READING_ERRORS,
});
