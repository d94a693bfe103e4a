import { defineRoute } from '../../define-route.js';
import { countRetentionQuery, retentionCounts } from '../retention-count.js';

export const countEmailEventsRetention = defineRoute({
  operation: 'countEmailEventsRetention',
  owner: 'email-events',
  method: 'GET',
  path: '/v1/retention-counts/email-events',
  summary: 'Rows of the service that would go now, and those that legal holds keep.',
  scope: 'internal',
  rateClass: 'read',
  query: countRetentionQuery,
  success: { status: 200, body: retentionCounts },
});
