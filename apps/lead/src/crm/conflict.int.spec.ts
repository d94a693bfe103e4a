import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from '@jest/globals';
import type { CrmSyncRecord, Lead } from '@leadstream/contracts';
import { connect, CRM_SCOPES, CRM_SETTINGS, notesOf, sync } from '../../test/crm/crm.js';
import { HubspotStandIn } from '../../test/crm/hubspot-stand-in.js';
import { type LeadApp, startLeadApp } from '../../test/lead-app.js';
import { PersonDataAsker } from '../../test/person-data.js';
import type { Problem, TenantClient } from '../../test/tenant-client.js';

let app: LeadApp;
let hubspot: HubspotStandIn;
let tenant: TenantClient;
beforeAll(async () => {
  app = await startLeadApp(CRM_SETTINGS);
});
afterAll(() => app.stop());
beforeEach(async () => {
  hubspot = await new HubspotStandIn().listen();
  tenant = app.as(undefined, CRM_SCOPES);
});
afterEach(() => hubspot.close());

const both = (field: string, property: string, owner: string) => ({ field, property, direction: 'both', owner });
const MAPPING = [
  both('email', 'email', 'newest'),
  both('company', 'company', 'ours'),
  both('jobTitle', 'jobtitle', 'theirs'),
  both('firstName', 'firstname', 'newest'),
];
const leadsOf = async (): Promise<Lead[]> => (await tenant.get<{ items: Lead[] }>('/v1/leads')).body.items;

/** A lead and its contact, of which all fields but the address are changed on both sides, and then synced. */
async function contested(): Promise<{ readonly lead: Lead; readonly runId: string; readonly conflicts: readonly CrmSyncRecord[] }> {
  const id = hubspot.create({ email: 'ada@example.com' });
  const credentials = { kind: 'private-app', accessToken: hubspot.privateToken };
  await connect(tenant, 'hubspot', { baseUrl: hubspot.url, credentials, mapping: MAPPING });
  await sync(tenant, 'hubspot');
  const [lead] = await leadsOf();
  if (!lead) throw new Error('no lead');
  await tenant.patch(`/v1/leads/${lead.id}`, lead.version, { company: 'Our Ltd', jobTitle: 'Our CEO', firstName: 'Our Ada' });
  hubspot.edit(id, { company: 'Their Ltd', jobtitle: 'Their CEO', firstname: 'Their Ada' });
  const run = await sync(tenant, 'hubspot');
  return { lead, runId: run.id, conflicts: await notesOf(tenant, 'hubspot', run.id, '?outcome=conflict') };
}

it('what both changed is decided by the owner of the field, and listed with both values and whose was kept', async () => {
  const { lead, runId, conflicts } = await contested();
  expect(hubspot.live()).toEqual([expect.objectContaining({ company: 'Our Ltd', jobtitle: 'Their CEO', firstname: 'Their Ada' })]);
  expect(await leadsOf()).toEqual([expect.objectContaining({ company: 'Our Ltd', jobTitle: 'Their CEO', firstName: 'Their Ada' })]);
  const told = conflicts.map(({ direction, code, leadId, fields, conflicts: values }) => [direction, code, leadId, fields, values]);
  expect(told).toEqual([
    [
      ...['pull', 'theirs-taken', lead.id, ['jobTitle', 'firstName']],
      [
        { field: 'jobTitle', ours: 'Our CEO', theirs: 'Their CEO', owner: 'theirs', kept: 'theirs' },
        { field: 'firstName', ours: 'Our Ada', theirs: 'Their Ada', owner: 'newest', kept: 'theirs' },
      ],
    ],
    [
      ...['push', 'ours-told', lead.id, ['company']],
      [{ field: 'company', ours: 'Our Ltd', theirs: 'Their Ltd', owner: 'ours', kept: 'ours' }],
    ],
  ]);
  const stranger = app.as(undefined, CRM_SCOPES);
  const refused = await stranger.get<Problem>(`/v1/integrations/hubspot/runs/${runId}/records`);
  expect([refused.status, refused.body.code]).toEqual([404, 'LEAD.CRM_SYNC_RUN_NOT_FOUND']);
});

it('both values are told to the person whom they are of, and go when it is erased', async () => {
  const { lead, runId } = await contested();
  const asker = await PersonDataAsker.connect(app);
  const subject = { leadIds: [lead.id], addresses: ['email:ada@example.com'] };
  const links = (await asker.gather(tenant.tenantId, subject)).get('crm-links');
  const values = ['Our CEO', 'Their CEO', 'Our Ada', 'Their Ada', 'Our Ltd', 'Their Ltd'];
  expect(values.filter((value) => !JSON.stringify(links).includes(value))).toEqual([]);
  await asker.erase(tenant.tenantId, subject);
  expect(await notesOf(tenant, 'hubspot', runId)).toEqual([]);
  await asker.stop();
});
