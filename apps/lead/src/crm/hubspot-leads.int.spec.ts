import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from '@jest/globals';
import type { CrmLink, CrmSyncRecord, Lead, StatusChange } from '@leadstream/contracts';
import { uuidV7 } from '@leadstream/kernel';
import { eventually, sql } from '@leadstream/testing';
import { connect, CRM_SCOPES, CRM_SETTINGS, notesOf, sync } from '../../test/crm/crm.js';
import { HubspotStandIn } from '../../test/crm/hubspot-stand-in.js';
import { memberAdded } from '../../test/distribution.js';
import { type LeadApp, startLeadApp } from '../../test/lead-app.js';
import { create, merge, read, undo } from '../../test/merges.js';
import { PersonDataAsker } from '../../test/person-data.js';
import { ifMatch, type Problem, type TenantClient } from '../../test/tenant-client.js';

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

const join = (more: object) => {
  const credentials = { kind: 'private-app', accessToken: hubspot.privateToken };
  return connect(tenant, 'hubspot', { baseUrl: hubspot.url, credentials, ...more });
};
const linkOf = async (lead: Pick<Lead, 'id'>) => {
  const { body } = await tenant.get<{ items: CrmLink[] }>(`/v1/integrations/hubspot/links?leadId=${lead.id}`);
  return body.items.map(({ peerId, state, reason }) => ({ peerId, state, reason }));
};
const propertiesOf = (peerId: string) => hubspot.contacts.get(peerId)?.properties;
const writes = () => hubspot.calls.filter((call) => /batch\/(upsert|update|archive)$/.test(call)).length;
/** What is told of leads waits until its consumer has seen it. */
const waitingFor = ({ id }: Pick<Lead, 'id'>) =>
  eventually(async () => {
    expect(await sql(app.database.adminUrl, 'SELECT FROM lead.crm_waiting_lead WHERE lead_id = $1', [id])).toHaveLength(1);
  });

/** A lead and its contact, of which all fields but the address are changed on both sides, and then synced. */
async function contested(): Promise<{ readonly lead: Lead; readonly runId: string; readonly conflicts: readonly CrmSyncRecord[] }> {
  const id = hubspot.create({ email: 'ada@example.com' });
  await join({ mapping: MAPPING });
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

it('a merge gives the survivor the contact of the other lead, and undoing it gives it back, and later changes with it', async () => {
  const ada = hubspot.create({ email: 'ada@example.com', firstname: 'Ada', company: 'Acme' });
  await join({});
  await sync(tenant, 'hubspot');
  const [goes] = await leadsOf();
  if (!goes) throw new Error('no lead');
  const stays = await create(tenant, { phone: '+4930901820', firstName: 'Augusta' });
  const { body: merged } = await merge(tenant, stays, goes);
  await sync(tenant, 'hubspot');
  expect(propertiesOf(ada)).toMatchObject({ leadstream_id: stays.id, email: 'ada@example.com', phone: '+4930901820' });
  expect([await linkOf(stays), await linkOf(goes)]).toEqual([
    [{ peerId: ada, state: 'live', reason: null }],
    [{ peerId: ada, state: 'ended', reason: 'lead-merged' }],
  ]);
  await undo(tenant, merged);
  const run = await sync(tenant, 'hubspot', 'incremental');
  expect([run.status, await notesOf(tenant, 'hubspot', run.id)]).toEqual(['completed', []]);
  expect(propertiesOf(ada)).toMatchObject({ leadstream_id: goes.id, email: 'ada@example.com', firstname: 'Ada', company: 'Acme' });
  expect(propertiesOf(ada)).not.toHaveProperty('phone');
  const [own] = await linkOf(stays);
  expect([own?.state, propertiesOf(own?.peerId ?? '')]).toMatchObject(['live', { leadstream_id: stays.id, phone: '+4930901820' }]);
  expect([await linkOf(goes), own?.peerId === ada]).toEqual([[{ peerId: ada, state: 'live', reason: null }], false]);
  hubspot.edit(ada, { jobtitle: 'Countess' });
  await sync(tenant, 'hubspot', 'incremental');
  expect([await read(tenant, goes), await read(tenant, stays)]).toMatchObject([
    { email: 'ada@example.com', firstName: 'Ada', company: 'Acme', phone: null, jobTitle: 'Countess' },
    { email: null, firstName: 'Augusta', phone: '+4930901820', jobTitle: null },
  ]);
  const before = writes();
  await sync(tenant, 'hubspot');
  expect(writes()).toBe(before);
});

it('a lead that is restored after its contact was archived with it has another one', async () => {
  const lead = await create(tenant, { email: 'ada@example.com', firstName: 'Ada' });
  await join({ onLeadDeleted: 'archive' });
  await sync(tenant, 'hubspot');
  const [archived] = await linkOf(lead);
  await tenant.delete(`/v1/leads/${lead.id}`, ifMatch(1));
  await waitingFor(lead);
  await sync(tenant, 'hubspot', 'incremental');
  expect(hubspot.live()).toEqual([]);
  await tenant.post(`/v1/leads/${lead.id}/restore`, {});
  await waitingFor(lead);
  const run = await sync(tenant, 'hubspot', 'incremental');
  expect(run.pushed).toEqual({ created: 1 });
  expect(hubspot.live()).toEqual([expect.objectContaining({ email: 'ada@example.com', firstname: 'Ada', leadstream_id: lead.id })]);
  const [link] = await linkOf(lead);
  expect([link?.state, link?.peerId === archived?.peerId]).toEqual(['live', false]);
});

it('a status goes forward with its contact and never back, and what it becomes here is told once, with a word of its own or without', async () => {
  const words = { new: 'Open', contacted: 'Working', qualified: 'Hot' };
  const mapping = [both('email', 'email', 'newest'), { ...both('status', 'jobtitle', 'newest'), words }];
  const id = hubspot.create({ email: 'ada@example.com', jobtitle: 'Working' });
  await join({ mapping });
  await sync(tenant, 'hubspot');
  const [lead] = await leadsOf();
  expect(lead).toMatchObject({ status: 'contacted' });
  hubspot.edit(id, { jobtitle: 'Hot' });
  await sync(tenant, 'hubspot', 'incremental');
  hubspot.edit(id, { jobtitle: 'Open' });
  const back = await sync(tenant, 'hubspot', 'incremental');
  expect((await notesOf(tenant, 'hubspot', back.id)).map(({ outcome, code, fields }) => [outcome, code, fields])).toEqual([
    ['skipped', 'status.backwards', ['status']],
  ]);
  const qualified = await read(tenant, { id: lead?.id ?? '' });
  const path = `/v1/leads/${qualified.id}/status`;
  const { body: history } = await tenant.get<{ items: StatusChange[] }>(`${path}-history`);
  expect([qualified.status, history.items.map(({ from, to, trigger }) => [from, to, trigger])]).toEqual([
    'qualified',
    [
      ['contacted', 'qualified', 'automation'],
      ['new', 'contacted', 'automation'],
    ],
  ]);
  await tenant.post(path, { status: 'converted' }, ifMatch(qualified.version));
  await eventually(async () => {
    await sync(tenant, 'hubspot', 'incremental');
    expect(propertiesOf(id)).toMatchObject({ jobtitle: 'converted' });
  });
  const before = writes();
  const again = await sync(tenant, 'hubspot');
  expect([writes(), again.pulled, again.pushed]).toEqual([before, { unchanged: 1 }, { unchanged: 1 }]);
});

it('keeps budget, property, tags and owner in step, and guesses nobody as owner', async () => {
  const [ada, bob] = [uuidV7.next(), uuidV7.next()];
  const addresses = { [ada]: 'ada@team.example', [bob]: 'bob@team.example' };
  await app.publish(...Object.entries(addresses).map(([memberId, email]) => memberAdded(tenant.tenantId, memberId, email)));
  await eventually(async () => {
    expect((await tenant.get<{ items: unknown[] }>('/v1/distribution/members')).body.items).toHaveLength(2);
  });
  const strangers = Array.from({ length: 500 }, (_, n) => ({ id: String(100 + n), email: `stranger-${n}@team.example` }));
  hubspot.owners = [...strangers, { id: '11', email: 'Ada@Team.example' }];
  const number = { type: 'number' };
  const mapping = [
    both('email', 'email', 'newest'),
    { ...both('budget.max', 'budget_max', 'newest'), ...number },
    both('budget.currency', 'budget_currency', 'newest'),
    { ...both('property.bedrooms', 'bedrooms', 'newest'), ...number },
    both('tags', 'interests', 'newest'),
    both('owner', 'hubspot_owner_id', 'newest'),
  ];
  const said = { budget_max: '250000', budget_currency: 'EUR', bedrooms: '3', interests: 'VIP;north', hubspot_owner_id: '11' };
  const known = hubspot.create({ email: 'grace@example.com', ...said });
  const strange = hubspot.create({ email: 'mary@example.com', hubspot_owner_id: '100' });
  const ours = await create(tenant, { email: 'lin@example.com', ownerId: bob, budget: { max: '9.50', currency: 'USD' } });
  await join({ mapping });
  const run = await sync(tenant, 'hubspot');
  expect((await notesOf(tenant, 'hubspot', run.id)).map(({ code, fields, peerId }) => [code, fields, peerId])).toEqual([
    ['owner.unknown', ['owner'], strange],
    ['owner.unknown_there', ['owner'], expect.any(String)],
  ]);
  const grace = (await leadsOf()).find(({ email }) => email === 'grace@example.com');
  const budget = { min: null, max: '250000.00', currency: 'EUR' };
  expect(grace).toMatchObject({ budget, property: { bedrooms: 3 }, ownerId: ada });
  const tags = (await tenant.get<{ items: { id: string; name: string }[] }>('/v1/tags')).body.items;
  expect([grace?.tagIds.toSorted(), tags.map(({ name }) => name)]).toEqual([tags.map(({ id }) => id).toSorted(), ['north', 'VIP']]);
  const told = hubspot.live().find(({ email }) => email === 'lin@example.com');
  expect(told).toMatchObject({ budget_max: '9.5', budget_currency: 'USD', leadstream_id: ours.id });
  expect((await leadsOf()).find(({ email }) => email === 'mary@example.com')?.ownerId).toBeNull();
  const tagIds = tags.flatMap(({ id, name }) => (name === 'north' ? [id] : []));
  await tenant.patch(`/v1/leads/${grace?.id}`, grace?.version ?? 0, { budget: { max: '3', currency: 'GBP' }, tagIds, ownerId: null });
  hubspot.edit(known, { bedrooms: '4' });
  await sync(tenant, 'hubspot');
  const { hubspot_owner_id: nobody, ...rest } = propertiesOf(known) ?? {};
  expect([nobody, rest]).toEqual([
    undefined,
    expect.objectContaining({ budget_max: '3', budget_currency: 'GBP', bedrooms: '4', interests: 'north' }),
  ]);
  const before = writes();
  expect((await sync(tenant, 'hubspot')).pulled).toMatchObject({ unchanged: 3 });
  expect(writes()).toBe(before);
});
