import { defineRoute } from '../../define-route.js';
import { countRetentionQuery, retentionCounts } from '../retention-count.js';

export const countLeadRetention = defineRoute({
  operation: 'countLeadRetention',
  owner: 'lead',
  method: 'GET',
  path: '/v1/retention-counts/lead',
  summary: 'Rows of the service that would go now, and those that legal holds keep.',
  scope: 'internal',
  rateClass: 'read',
  query: countRetentionQuery,
  success: { status: 200, body: retentionCounts },
});
