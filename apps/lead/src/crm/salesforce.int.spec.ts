import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from '@jest/globals';
import type { CrmConnection, CrmConnectionTest, CrmLink, Lead } from '@leadstream/contracts';
import { uuidV7 } from '@leadstream/kernel';
import { eventually } from '@leadstream/testing';
import { connect, CRM_SCOPES, CRM_SETTINGS, forbiddenCalls, notesOf, put, sync, withdrawal } from '../../test/crm/crm.js';
import { SalesforceStandIn } from '../../test/crm/salesforce-stand-in.js';
import { memberAdded } from '../../test/distribution.js';
import { type LeadApp, startLeadApp } from '../../test/lead-app.js';
import { create } from '../../test/merges.js';
import type { TenantClient } from '../../test/tenant-client.js';

let app: LeadApp;
let salesforce: SalesforceStandIn;
let tenant: TenantClient;
beforeAll(async () => {
  app = await startLeadApp(CRM_SETTINGS);
});
afterAll(() => app.stop());
beforeEach(async () => {
  salesforce = await new SalesforceStandIn().listen();
  tenant = app.as(undefined, CRM_SCOPES);
});
afterEach(() => salesforce.close());

const join = (more: object = {}) =>
  connect(tenant, 'salesforce', { baseUrl: salesforce.url, credentials: { kind: 'oauth', ...salesforce.grant }, ...more });
const leadsOf = async (): Promise<Lead[]> => (await tenant.get<{ items: Lead[] }>('/v1/leads?sort=createdAt')).body.items;
const linksOf = async (): Promise<CrmLink[]> => (await tenant.get<{ items: CrmLink[] }>('/v1/integrations/salesforce/links')).body.items;

it('keeps leads of both sides in step, whatever a page holds, and says what it does not know where a field is required', async () => {
  for (let n = 0; n < 7; n += 1) salesforce.create({ Email: `p${n}@example.com`, LastName: `P${n}`, Company: '[not provided]' });
  const ada = await create(tenant, { email: 'ada@example.com', firstName: 'Ada' });
  salesforce.organisation.mostAtOnce = 3;
  await join();
  const run = await sync(tenant, 'salesforce');
  expect([run.pulled, run.pushed['created']]).toEqual([{ created: 7 }, 1]);
  expect(salesforce.live().find(({ Email }) => Email === 'ada@example.com')).toMatchObject({
    FirstName: 'Ada',
    LastName: '[not provided]',
    Company: '[not provided]',
    Leadstream_Id__c: ada.id,
  });
  expect((await leadsOf()).map(({ company }) => company)).toEqual(Array.from({ length: 8 }, () => null));
  const id = (await linksOf()).find(({ leadId }) => leadId === ada.id)?.peerId ?? '';
  salesforce.edit(id, { LastName: 'Lovelace', Title: 'Countess' });
  await tenant.patch(`/v1/leads/${ada.id}`, 1, { company: 'Analytical Engines' });
  await sync(tenant, 'salesforce');
  expect(salesforce.organisation.get(id).fields).toMatchObject({ LastName: 'Lovelace', Company: 'Analytical Engines' });
  expect((await leadsOf()).find((lead) => lead.id === ada.id)).toMatchObject({ lastName: 'Lovelace', jobTitle: 'Countess' });
  const writes = () => salesforce.calls.filter((call) => call.startsWith('PATCH')).length;
  const before = writes();
  const quiet = await sync(tenant, 'salesforce');
  expect([quiet.pulled, quiet.pushed, writes()]).toEqual([{ unchanged: 8 }, { unchanged: 8 }, before]);
});

it('hears of deletions and merges with the changes', async () => {
  const [a, b, c] = ['a', 'b', 'c'].map((name) => salesforce.create({ Email: `${name}@example.com`, LastName: name, Company: 'X' }));
  await join();
  await sync(tenant, 'salesforce');
  salesforce.delete(a ?? '');
  salesforce.delete(b ?? '', c);
  const run = await sync(tenant, 'salesforce');
  const notes = await notesOf(tenant, 'salesforce', run.id);
  expect(notes.filter(({ direction }) => direction === 'pull').map(({ outcome, peerId, code }) => [outcome, peerId, code])).toEqual([
    ['removed', a, 'record-removed'],
    ['conflict', b, 'record-merged'],
  ]);
  expect(salesforce.live()).toHaveLength(1);
});

it('tells of each record why it was refused, by field', async () => {
  const long = await create(tenant, { email: 'long@example.com', jobTitle: 'x'.repeat(150) });
  await create(tenant, { email: 'short@example.com' });
  await join();
  const run = await sync(tenant, 'salesforce');
  expect(run.pushed).toEqual({ created: 1, failed: 1 });
  expect((await notesOf(tenant, 'salesforce', run.id)).map(({ leadId, code, fields }) => [leadId, code, fields])).toEqual([
    [long.id, 'STRING_TOO_LONG', ['jobTitle']],
  ]);
});

it('passes prohibitions on in both directions', async () => {
  salesforce.create({ Email: 'a@example.com', LastName: 'A', Company: 'X', DoNotCall: true, HasOptedOutOfEmail: true });
  const lead = await create(tenant, { email: 'b@example.com' });
  await join();
  await sync(tenant, 'salesforce');
  await eventually(() => {
    const told = app.published.ofType('lead.permissions-stated').filter(({ key }) => key.startsWith(tenant.tenantId));
    expect(told.map(({ data }) => data)).toEqual([expect.objectContaining({ doNotContact: ['email', 'voice'] })]);
  });
  await app.publish(withdrawal(tenant.tenantId, lead.id));
  await eventually(
    async () => {
      await sync(tenant, 'salesforce');
      expect(salesforce.live().find(({ Email }) => Email === 'b@example.com')).toMatchObject({ HasOptedOutOfEmail: true });
    },
    { withinMs: 60_000 },
  );
});

it('heeds what a second record of a person says, once, and says of a person who may be written to that nobody may call', async () => {
  const stated = { email: 'ada@example.com', phone: '+4930901820', lastName: 'Lovelace', company: 'X' };
  await create(tenant, stated);
  await join();
  await sync(tenant, 'salesforce');
  const callable = () => salesforce.live().find(({ Phone }) => Phone === stated.phone);
  await app.publish(forbiddenCalls(tenant.tenantId, stated.phone));
  await eventually(
    async () => {
      const run = await sync(tenant, 'salesforce', 'incremental');
      expect([run.pushed['withheld'], callable()]).toMatchObject([undefined, { DoNotCall: true, HasOptedOutOfEmail: false }]);
    },
    { withinMs: 60_000 },
  );
  const second = salesforce.create({ Email: stated.email, LastName: 'Lovelace', Company: 'Y', HasOptedOutOfEmail: true });
  const run = await sync(tenant, 'salesforce', 'incremental');
  expect((await notesOf(tenant, 'salesforce', run.id)).map(({ outcome, peerId, code }) => [outcome, peerId, code])).toEqual([
    ['opted-out', second, null],
    ['skipped', second, 'linked-elsewhere'],
  ]);
  await sync(tenant, 'salesforce', 'incremental');
  await eventually(() => {
    const told = app.published.ofType('lead.permissions-stated').filter(({ key }) => key.startsWith(tenant.tenantId));
    expect(told.map(({ data }) => data)).toEqual([expect.objectContaining({ email: stated.email, doNotContact: ['email'] })]);
  });
});

it('is of one organisation and one kind of records until it is deleted', async () => {
  const ada = await create(tenant, { email: 'ada@example.com', lastName: 'Lovelace' });
  await join();
  await sync(tenant, 'salesforce');
  const connection = async () => (await tenant.get<CrmConnection>('/v1/integrations/salesforce')).body;
  expect(await connection()).toMatchObject({ accountId: '00Dx0000000BV7z', object: 'Lead', version: 1 });
  const fixed = { status: 409, body: { code: 'LEAD.CRM_CONNECTION_OBJECT_FIXED' } };
  expect(await put(tenant, 'salesforce', { object: 'Contact' })).toMatchObject(fixed);
  expect(await tenant.patch('/v1/integrations/salesforce', 1, { object: 'Contact' })).toMatchObject(fixed);
  salesforce.organisationId = '00Dx0000000XYZ1EAG';
  salesforce.calls.length = 0;
  const run = await sync(tenant, 'salesforce', 'incremental');
  expect(run).toMatchObject({ status: 'failed', errorCode: 'LEAD.CRM_PEER_OTHER_ACCOUNT', pulled: {}, pushed: {} });
  const test = await tenant.send<CrmConnectionTest>('POST', '/v1/integrations/salesforce/test');
  expect(test.body).toMatchObject({ isWorking: false, errorCode: 'LEAD.CRM_PEER_OTHER_ACCOUNT' });
  expect(await tenant.get(`/v1/integrations/salesforce/preview?leadId=${ada.id}`)).toMatchObject({
    status: 409,
    body: { code: 'LEAD.CRM_PEER_OTHER_ACCOUNT' },
  });
  expect(new Set(salesforce.calls)).toEqual(new Set(['POST /services/oauth2/token']));
  await tenant.send('DELETE', '/v1/integrations/salesforce');
  await join({ object: 'Contact' });
  expect(await sync(tenant, 'salesforce')).toMatchObject({ status: 'completed', pushed: { created: 1 } });
  expect(await connection()).toMatchObject({ accountId: '00Dx0000000XYZ1', object: 'Contact' });
  await eventually(() => {
    const bound = app.published.ofType('crm-connection.bound').filter(({ key }) => key.startsWith(tenant.tenantId));
    expect(bound.map(({ data }) => data)).toMatchObject([{ accountId: '00Dx0000000BV7z' }, { accountId: '00Dx0000000XYZ1' }]);
  });
});

it('keeps budget, tags and owner in step with fields that have types of their own', async () => {
  const [memberId, left] = [uuidV7.next(), uuidV7.next()];
  await app.publish(memberAdded(tenant.tenantId, memberId, 'ada@team.example'), memberAdded(tenant.tenantId, left, 'bob@team.example'));
  await eventually(async () => {
    expect((await tenant.get<{ items: unknown[] }>('/v1/distribution/members')).body.items).toHaveLength(2);
  });
  const [userId, goneId] = ['005x00000012Q9QAAU', '005x00000012Q9RAAU'];
  salesforce.organisation.users = [
    { Id: userId, Email: 'ada@team.example', IsActive: true },
    { Id: goneId, Email: 'bob@team.example', IsActive: false },
  ];
  salesforce.organisation.mostAtOnce = 1;
  const both = (field: string, property: string, type = 'text') => ({ field, property, type, direction: 'both', owner: 'newest' });
  const amounts = [both('budget.max', 'Budget__c', 'number'), both('budget.currency', 'CurrencyIsoCode')];
  const mapping = [both('email', 'Email'), ...amounts, both('tags', 'Interests__c'), both('owner', 'OwnerId')];
  const common = { LastName: 'X', Company: 'X', CurrencyIsoCode: 'EUR' };
  salesforce.create({ ...common, Email: 'grace@example.com', Budget__c: 1_200.5, Interests__c: 'VIP', OwnerId: goneId });
  const tag = async (name: string) => (await tenant.post<{ id: string }>('/v1/tags', { name })).body.id;
  const tagIds = [await tag('VIP'), await tag('north')];
  await create(tenant, { email: 'lin@example.com', ownerId: memberId, tagIds, budget: { max: '9.50', currency: 'USD' } });
  await join({ mapping });
  const run = await sync(tenant, 'salesforce');
  expect((await notesOf(tenant, 'salesforce', run.id)).map(({ code }) => code)).toEqual([]);
  const grace = (await leadsOf()).find(({ email }) => email === 'grace@example.com');
  expect(grace).toMatchObject({ budget: { max: '1200.50', currency: 'EUR' }, ownerId: left, tagIds: [tagIds[0]] });
  const told = { Budget__c: 9.5, CurrencyIsoCode: 'USD', Interests__c: 'north;VIP', OwnerId: userId };
  expect(salesforce.live().find(({ Email }) => Email === 'lin@example.com')).toMatchObject(told);
});

it('follows a lead that was converted to its contact, both ways', async () => {
  const stated = {
    email: 'ada@example.com',
    firstName: 'Ada',
    lastName: 'Lovelace',
    company: 'Analytical Engines',
    address: { city: 'London' },
  };
  const ada = await create(tenant, stated);
  await join();
  await sync(tenant, 'salesforce');
  const [{ peerId: leadId = '' } = {}] = await linksOf();
  const contactId = salesforce.organisation.convert(leadId);
  const contact = () => salesforce.organisation.get(contactId).fields;
  await sync(tenant, 'salesforce', 'incremental');
  expect(await linksOf()).toMatchObject([{ leadId: ada.id, peerId: contactId, state: 'live' }]);
  expect(contact()).toMatchObject({ FirstName: 'Ada', MailingCity: 'London', Leadstream_Id__c: ada.id });

  salesforce.edit(contactId, { Title: 'Countess', MailingCity: 'Ockham' });
  await sync(tenant, 'salesforce', 'incremental');
  const [lead] = await leadsOf();
  expect(lead).toMatchObject({ jobTitle: 'Countess', company: 'Analytical Engines', address: { city: 'Ockham' } });
  await tenant.patch(`/v1/leads/${ada.id}`, lead?.version ?? 0, { firstName: 'Augusta', company: 'Difference Engines' });
  expect((await sync(tenant, 'salesforce')).pushed).toEqual({ updated: 1 });
  expect(contact()).toMatchObject({ FirstName: 'Augusta', Title: 'Countess' });
  // A converted lead stays as it was; a contact's company is its account, which others share.
  expect(salesforce.organisation.get(leadId).fields).toMatchObject({ FirstName: 'Ada', Company: 'Analytical Engines' });
  expect(contact()).not.toHaveProperty('Company');
  expect((await leadsOf())[0]).toMatchObject({ firstName: 'Augusta', company: 'Difference Engines' });

  const writes = () => salesforce.calls.filter((call) => call.startsWith('PATCH')).length;
  const before = writes();
  const quiet = await sync(tenant, 'salesforce');
  expect([quiet.pulled, quiet.pushed, writes()]).toEqual([{ unchanged: 2 }, { unchanged: 1 }, before]);

  await app.publish(withdrawal(tenant.tenantId, ada.id));
  await eventually(
    async () => {
      await sync(tenant, 'salesforce');
      expect(contact()).toMatchObject({ HasOptedOutOfEmail: true });
    },
    { withinMs: 60_000 },
  );
  salesforce.delete(contactId);
  expect((await sync(tenant, 'salesforce')).pulled).toMatchObject({ removed: 1 });
  expect(await linksOf()).toMatchObject([{ peerId: contactId, state: 'ended', reason: 'record-removed' }]);
});

it('lists a converted lead that it may not write where contacts have no field for ids', async () => {
  salesforce.organisation.withIdField.delete('Contact');
  const ada = await create(tenant, { email: 'ada@example.com', lastName: 'Lovelace' });
  await join();
  await sync(tenant, 'salesforce');
  const [{ peerId = '' } = {}] = await linksOf();
  salesforce.organisation.convert(peerId);
  await tenant.patch(`/v1/leads/${ada.id}`, 1, { jobTitle: 'Countess' });
  const run = await sync(tenant, 'salesforce');
  expect((await notesOf(tenant, 'salesforce', run.id, '?outcome=failed')).map(({ leadId, code }) => [leadId, code])).toEqual([
    [ada.id, 'CANNOT_UPDATE_CONVERTED_LEAD'],
  ]);
  expect(await linksOf()).toMatchObject([{ leadId: ada.id, peerId, state: 'live' }]);
});

it('keeps leads in step with contacts alone where a tenant works with those', async () => {
  const { organisation } = salesforce;
  const graceId = organisation.create('Contact', { Email: 'grace@example.com', LastName: 'Hopper', MailingCity: 'Arlington' });
  salesforce.create({ Email: 'nobody@example.com', LastName: 'Nobody', Company: 'X' });
  const ada = await create(tenant, { email: 'ada@example.com', lastName: 'Lovelace' });
  await join({ object: 'Contact' });
  const run = await sync(tenant, 'salesforce');
  expect([run.pulled, run.pushed['created']]).toEqual([{ created: 1 }, 1]);
  const [, grace] = await leadsOf();
  expect(grace).toMatchObject({ email: 'grace@example.com', lastName: 'Hopper', address: { city: 'Arlington' } });
  expect(salesforce.live('Contact').find(({ Email }) => Email === 'ada@example.com')).toMatchObject({
    LastName: 'Lovelace',
    Leadstream_Id__c: ada.id,
  });
  organisation.edit(graceId, { MailingCity: 'New York' });
  await tenant.patch(`/v1/leads/${grace?.id}`, grace?.version ?? 0, { jobTitle: 'Rear admiral' });
  await sync(tenant, 'salesforce');
  expect(organisation.get(graceId).fields).toMatchObject({ Title: 'Rear admiral', Leadstream_Id__c: grace?.id });
  expect((await leadsOf())[1]).toMatchObject({ jobTitle: 'Rear admiral', address: { city: 'New York' } });
  expect(salesforce.live('Lead')).toHaveLength(1);
});

it('leaves a tenth of the calls of a day to others, and waits when there are none', async () => {
  salesforce.usage = [13_600, 15_000];
  await join();
  const run = await sync(tenant, 'salesforce');
  expect([run.status, run.waitsUntil === null, salesforce.usage[0]]).toEqual(['running', false, 13_601]);
  expect((await tenant.get('/v1/integrations/salesforce')).body).toMatchObject({ state: 'limited', errorCode: 'LEAD.CRM_PEER_LIMITED' });
});

it('knows by the form of the answer when a peer goes wrong, and says so once and for all', async () => {
  for (let n = 0; n < 5; n += 1) salesforce.create({ Email: `p${n}@example.com`, LastName: `P${n}`, Company: 'X' });
  salesforce.organisation.mostAtOnce = 2;
  await join();
  salesforce.misbehaviour = 'repeats';
  expect(await sync(tenant, 'salesforce')).toMatchObject({ status: 'failed', errorCode: 'LEAD.CRM_PEER_CURSOR_REPEATED' });
  salesforce.misbehaviour = undefined;
  salesforce.organisation.withIdField.delete('Lead');
  expect(await sync(tenant, 'salesforce')).toMatchObject({ status: 'failed', errorCode: 'LEAD.CRM_PEER_ID_FIELD_MISSING' });
});

it('signs in with a key as well, and again when a session has ended', async () => {
  await join({ credentials: { kind: 'jwt', ...salesforce.jwt } });
  const test = async () => (await tenant.send<CrmConnectionTest>('POST', '/v1/integrations/salesforce/test')).body;
  expect(await test()).toEqual({ isWorking: true, errorCode: null, detail: null });
  salesforce.endSessions();
  expect((await sync(tenant, 'salesforce')).status).toBe('completed');
  await join({ credentials: { kind: 'jwt', ...salesforce.jwt, username: 'somebody@else.example' } });
  expect((await test()).errorCode).toBe('LEAD.CRM_PEER_UNAUTHORISED');
});

it('takes no mapping that makes no sense, and no address inside', async () => {
  const mapping = [
    { field: 'shoeSize', property: 'Size__c', direction: 'both', owner: 'ours' },
    { field: 'email', property: 'Id', direction: 'push', owner: 'theirs' },
    { field: 'email', property: 'id', direction: 'pull', owner: 'theirs' },
  ];
  const credentials = { kind: 'private-app', accessToken: 'x' };
  const answer = await put<{ errors: { path: string; code: string }[] }>(tenant, 'salesforce', {
    object: 'Pet',
    mapping,
    credentials,
    baseUrl: 'ftp://x',
  });
  expect([answer.status, answer.body.errors.map(({ path, code }) => `${path} ${code}`)]).toEqual([
    422,
    [
      'object object.unknown',
      'mapping.0.field field.unknown',
      'mapping.1.property property.reserved',
      'mapping.1.owner owner.direction',
      'mapping.2.property property.reserved',
      'mapping.2.field field.repeated',
      'mapping.2.property property.repeated',
      'credentials.kind credentials.kind',
      'baseUrl url.invalid',
    ],
  ]);
});
