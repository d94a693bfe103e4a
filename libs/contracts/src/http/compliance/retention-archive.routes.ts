import { defineRoute } from '../../define-route.js';
import { ARCHIVE_READING_ERRORS, listRetentionArchivesQuery, retentionArchivePage, retentionArchiveParams } from '../retention-archive.js';

export const listComplianceArchives = defineRoute({
  operation: 'listComplianceArchives',
  owner: 'compliance',
  method: 'GET',
  path: '/v1/retention-archives/compliance',
  summary: 'Archives of decisions, reviews and the audit trail, latest first.',
  scope: 'audit:read',
  rateClass: 'read',
  query: listRetentionArchivesQuery,
  success: { status: 200, body: retentionArchivePage },
});

export const readComplianceArchive = defineRoute({
  operation: 'readComplianceArchive',
  owner: 'compliance',
  method: 'GET',
  path: '/v1/retention-archives/compliance/:id/rows',
  summary:
    'Rows of an archive of decisions, reviews and the audit trail, line by line as the table had them; of persons who were erased, that there was a row. It is entered in the audit trail.',
  scope: 'audit:read',
  rateClass: 'read',
  params: retentionArchiveParams,
  success: { status: 200, media: 'application/x-ndjson' },
  errors: ARCHIVE_READING_ERRORS,
});
