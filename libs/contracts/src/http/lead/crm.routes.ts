import { z } from 'zod';
import { defineRoute } from '../../define-route.js';
import {
  crmConnection,
  crmConnectionTest,
  crmLink,
  crmOutcome,
  crmPreview,
  crmProvider,
  crmSyncRecord,
  crmSyncRun,
  patchCrmConnectionBody,
  putCrmConnectionBody,
} from './crm.js';
import { pageQuery } from './lead.js';

const params = z.strictObject({ provider: crmProvider });
const runParams = z.strictObject({ provider: crmProvider, id: z.uuid() });
const NOT_FOUND = 'LEAD.CRM_CONNECTION_NOT_FOUND';

export const putCrmConnection = defineRoute({
  operation: 'putCrmConnection',
  owner: 'lead',
  method: 'PUT',
  path: '/v1/integrations/:provider',
  summary:
    'Connect with a CRM, or give a connection other credentials of the same account: a peer that answers is asked whose they are, once it is known whose the connection is.',
  scope: 'tenant:write',
  rateClass: 'write',
  params,
  body: putCrmConnectionBody,
  ifMatch: 'optional',
  success: { status: 200, body: crmConnection },
  errors: ['LEAD.CRM_CONNECTION_STALE', 'LEAD.CRM_CONNECTION_INVALID', 'LEAD.CRM_CONNECTION_OBJECT_FIXED', 'LEAD.CRM_PEER_OTHER_ACCOUNT'],
});

export const readCrmConnection = defineRoute({
  operation: 'readCrmConnection',
  owner: 'lead',
  method: 'GET',
  path: '/v1/integrations/:provider',
  summary: 'A connection and how it stands, without its credentials; the version is the ETag.',
  scope: 'leads:read',
  rateClass: 'read',
  params,
  success: { status: 200, body: crmConnection },
  errors: [NOT_FOUND],
});

export const patchCrmConnection = defineRoute({
  operation: 'patchCrmConnection',
  owner: 'lead',
  method: 'PATCH',
  path: '/v1/integrations/:provider',
  summary: 'Change settings and mapping of a connection, pause it or let it go on; the mapping is replaced as a whole.',
  scope: 'tenant:write',
  rateClass: 'write',
  params,
  body: patchCrmConnectionBody,
  ifMatch: true,
  success: { status: 200, body: crmConnection },
  errors: [NOT_FOUND, 'LEAD.CRM_CONNECTION_STALE', 'LEAD.CRM_CONNECTION_INVALID', 'LEAD.CRM_CONNECTION_OBJECT_FIXED'],
});

export const deleteCrmConnection = defineRoute({
  operation: 'deleteCrmConnection',
  owner: 'lead',
  method: 'DELETE',
  path: '/v1/integrations/:provider',
  summary: 'Forget a connection, its credentials, links and runs; leads and records of the peer stay as they are.',
  scope: 'tenant:write',
  rateClass: 'write',
  params,
  ifMatch: 'optional',
  success: { status: 204 },
  errors: [NOT_FOUND, 'LEAD.CRM_CONNECTION_STALE'],
});

export const testCrmConnection = defineRoute({
  operation: 'testCrmConnection',
  owner: 'lead',
  method: 'POST',
  path: '/v1/integrations/:provider/test',
  summary:
    'Ask the peer now whether it knows us and the account is the one that the connection is of, and make or look for the property that holds the ids of leads.',
  scope: 'tenant:write',
  rateClass: 'write',
  params,
  success: { status: 200, body: crmConnectionTest },
  errors: [NOT_FOUND],
});

export const previewCrmLead = defineRoute({
  operation: 'previewCrmLead',
  owner: 'lead',
  method: 'GET',
  path: '/v1/integrations/:provider/preview',
  summary: 'What a sync would do about one lead now; nothing changes on either side.',
  scope: 'leads:read',
  rateClass: 'write',
  params,
  query: z.strictObject({ leadId: z.uuid() }),
  success: { status: 200, body: crmPreview },
  errors: [
    NOT_FOUND,
    'LEAD.NOT_FOUND',
    'LEAD.CRM_PEER_OTHER_ACCOUNT',
    'LEAD.CRM_PEER_UNREACHABLE',
    'LEAD.CRM_PEER_UNAUTHORISED',
    'LEAD.CRM_PEER_LIMITED',
  ],
});

export const startCrmSync = defineRoute({
  operation: 'startCrmSync',
  owner: 'lead',
  method: 'POST',
  path: '/v1/integrations/:provider/sync',
  summary: 'Sync now; one run of a connection is on at a time.',
  scope: 'tenant:write',
  rateClass: 'write',
  params,
  body: z.strictObject({ kind: z.enum(['full', 'incremental']).default('incremental') }).meta({ id: 'StartCrmSync' }),
  success: { status: 202, body: crmSyncRun },
  errors: [NOT_FOUND, 'LEAD.CRM_CONNECTION_PAUSED', 'LEAD.CRM_SYNC_RUNNING'],
});

export const listCrmSyncRuns = defineRoute({
  operation: 'listCrmSyncRuns',
  owner: 'lead',
  method: 'GET',
  path: '/v1/integrations/:provider/runs',
  summary: 'Syncs of a connection with their counts, latest first.',
  scope: 'leads:read',
  rateClass: 'read',
  params,
  query: z.strictObject(pageQuery),
  success: {
    status: 200,
    body: z.object({ items: z.array(crmSyncRun), nextCursor: z.string().nullable() }).meta({ id: 'CrmSyncRunPage' }),
  },
  errors: [NOT_FOUND],
});

export const readCrmSyncRun = defineRoute({
  operation: 'readCrmSyncRun',
  owner: 'lead',
  method: 'GET',
  path: '/v1/integrations/:provider/runs/:id',
  summary: 'How far a sync is, and what came of it so far.',
  scope: 'leads:read',
  rateClass: 'read',
  params: runParams,
  success: { status: 200, body: crmSyncRun },
  errors: ['LEAD.CRM_SYNC_RUN_NOT_FOUND'],
});

export const listCrmSyncRecords = defineRoute({
  operation: 'listCrmSyncRecords',
  owner: 'lead',
  method: 'GET',
  path: '/v1/integrations/:provider/runs/:id/records',
  summary: 'Conflicts, failures and whatever else a sync has to say about single records, in order; the first 10,000.',
  scope: 'leads:read',
  rateClass: 'read',
  params: runParams,
  query: z.strictObject({ ...pageQuery, outcome: crmOutcome.optional() }),
  success: {
    status: 200,
    body: z.object({ items: z.array(crmSyncRecord), nextCursor: z.string().nullable() }).meta({ id: 'CrmSyncRecordPage' }),
  },
  errors: ['LEAD.CRM_SYNC_RUN_NOT_FOUND'],
});

export const listCrmLinks = defineRoute({
  operation: 'listCrmLinks',
  owner: 'lead',
  method: 'GET',
  path: '/v1/integrations/:provider/links',
  summary: 'Which record of the peer is which lead, in the order of leads.',
  scope: 'leads:read',
  rateClass: 'read',
  params,
  query: z.strictObject({ ...pageQuery, leadId: z.uuid().optional(), state: z.enum(['live', 'ended']).optional() }),
  success: { status: 200, body: z.object({ items: z.array(crmLink), nextCursor: z.string().nullable() }).meta({ id: 'CrmLinkPage' }) },
  errors: [NOT_FOUND],
});

export const crmRoutes = [
  putCrmConnection,
  readCrmConnection,
  patchCrmConnection,
  deleteCrmConnection,
  testCrmConnection,
  previewCrmLead,
  startCrmSync,
  listCrmSyncRuns,
  readCrmSyncRun,
  listCrmSyncRecords,
  listCrmLinks,
] as const;
