import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { CrmConnection, CrmLink, CrmPreview, CustomField, Lead } from '@leadstream/contracts';
import { uuidV7 } from '@leadstream/kernel';
import { eventually, sql } from '@leadstream/testing';
import { connect, CRM_SCOPES, CRM_SETTINGS, notesOf, put, sync, withdrawal } from '../../test/crm/crm.js';
import { HubspotStandIn } from '../../test/crm/hubspot-stand-in.js';
import { type LeadApp, startLeadApp } from '../../test/lead-app.js';
import { create, merge, read } from '../../test/merges.js';
import { allowed, forbidden } from '../../test/segments.js';
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

const privateApp = () => ({ baseUrl: hubspot.url, credentials: { kind: 'private-app', accessToken: hubspot.privateToken } });
const join = (more: object = {}) => connect(tenant, 'hubspot', { ...privateApp(), ...more });
const leadsOf = async (client = tenant): Promise<Lead[]> => (await client.get<{ items: Lead[] }>('/v1/leads?sort=createdAt')).body.items;
const linksOf = async (): Promise<CrmLink[]> => (await tenant.get<{ items: CrmLink[] }>('/v1/integrations/hubspot/links')).body.items;
const writes = () => hubspot.calls.filter((call) => /batch\/(upsert|update|archive)$/.test(call)).length;
const eventsOf = (type: string) => app.published.ofType(type).filter(({ key }) => key.startsWith(tenant.tenantId));
/** What is told of leads waits until its consumer has seen it. */
const waitingFor = (leadId: string) =>
  eventually(async () => {
    const rows = await sql(app.database.adminUrl, 'SELECT FROM lead.crm_waiting_lead WHERE lead_id = $1', [leadId]);
    expect(rows).toHaveLength(1);
  });

/** What compliance told is kept, and whom it concerns is noted. */
const kept = (table: 'lead_consent' | 'lead_prohibition', rows: number) =>
  eventually(async () => {
    const found = await sql(app.database.adminUrl, `SELECT FROM lead.${table} WHERE tenant_id = $1`, [tenant.tenantId]);
    expect(found).toHaveLength(rows);
  });

describe('both ways', () => {
  it('makes leads of contacts and contacts of leads, links them one to one, and then has nothing to do', async () => {
    const contact = hubspot.create({ email: 'Grace@Example.com', firstname: 'Grace', phone: '+1 202 555 0123', city: 'Arlington' });
    const lead = await create(tenant, { email: 'ada@example.com', firstName: 'Ada', company: 'Analytical Engines' });
    await join();
    const run = await sync(tenant, 'hubspot');
    expect(run).toMatchObject({ kind: 'full', status: 'completed', pulled: { created: 1 }, pushed: { created: 1, unchanged: 1 } });
    const [, grace] = await leadsOf();
    expect(grace).toMatchObject({
      email: 'grace@example.com',
      firstName: 'Grace',
      phone: '+12025550123',
      source: 'hubspot',
      address: { city: 'Arlington' },
    });
    const ada = hubspot.live().find(({ email }) => email === 'ada@example.com');
    expect(ada).toMatchObject({ firstname: 'Ada', company: 'Analytical Engines', leadstream_id: lead.id });
    expect((await linksOf()).map(({ leadId, state }) => [leadId, state])).toEqual(
      [lead.id, grace?.id].sort().map((leadId) => [leadId, 'live']),
    );
    expect((await linksOf()).find(({ leadId }) => leadId === grace?.id)?.peerId).toBe(contact);
    const before = [writes(), await leadsOf()];
    await sync(tenant, 'hubspot');
    const again = await sync(tenant, 'hubspot');
    expect([again.pulled, again.pushed]).toEqual([{ unchanged: 2 }, { unchanged: 2 }]);
    expect([writes(), await leadsOf()]).toEqual(before);
    await eventually(() => expect(eventsOf('lead.crm-link-changed')).toHaveLength(2));
    await eventually(() => expect(eventsOf('crm-sync.ended').length).toBeGreaterThanOrEqual(3));
  });

  it('takes what the other side changed, each field for itself, and gives nothing back', async () => {
    const id = hubspot.create({ email: 'ada@example.com', firstname: 'Ada', company: 'Old' });
    await join();
    await sync(tenant, 'hubspot');
    const [lead] = await leadsOf();
    hubspot.edit(id, { firstname: 'Augusta' });
    await tenant.patch(`/v1/leads/${lead?.id}`, lead?.version ?? 0, { company: 'New' });
    await waitingFor(lead?.id ?? '');
    const run = await sync(tenant, 'hubspot', 'incremental');
    expect([run.pulled, run.pushed]).toEqual([{ updated: 1 }, { updated: 1 }]);
    expect(hubspot.live()).toEqual([expect.objectContaining({ firstname: 'Augusta', company: 'New' })]);
    expect(await leadsOf()).toEqual([expect.objectContaining({ firstName: 'Augusta', company: 'New', version: (lead?.version ?? 0) + 2 })]);
  });

  it('takes custom fields, and writes nothing for one that is not in use any more', async () => {
    const define = (key: string, type: string) => tenant.post<CustomField>('/v1/custom-fields', { key, label: key, type });
    const { body: tier } = await define('tier', 'text');
    await define('worth', 'money');
    const push = (field: string, property: string) => ({ field, property, direction: 'push', owner: 'ours' });
    const email = { field: 'email', property: 'email', direction: 'both', owner: 'newest' };
    const unfit = [push('customFields.teir', 'tier'), push('customFields.worth', 'worth')];
    const refused = await put<Problem>(tenant, 'hubspot', { ...privateApp(), mapping: [email, ...unfit] });
    expect([refused.body.code, refused.body.errors?.map(({ path, code }) => [path, code])]).toEqual([
      'LEAD.CRM_CONNECTION_INVALID',
      [
        ['mapping.1.field', 'custom_field.unknown'],
        ['mapping.2.field', 'custom_field.untold'],
      ],
    ]);
    hubspot.create({ email: 'ada@example.com', jobtitle: 'theirs' });
    await create(tenant, { email: 'ada@example.com', customFields: { tier: 'gold' } });
    await join({ mapping: [email, push('customFields.tier', 'jobtitle')] });
    await sync(tenant, 'hubspot');
    expect(hubspot.live()).toEqual([expect.objectContaining({ jobtitle: 'gold' })]);
    // By another key it is the same field.
    await tenant.patch(`/v1/custom-fields/${tier.id}`, tier.version, { key: 'grade' });
    const { mapping } = (await tenant.get<CrmConnection>('/v1/integrations/hubspot')).body;
    expect(mapping.map(({ field }) => field)).toEqual(['email', 'customFields.grade']);
    expect((await sync(tenant, 'hubspot')).pushed).toEqual({ unchanged: 1 });
    await tenant.patch(`/v1/custom-fields/${tier.id}`, tier.version + 1, { archived: true });
    const run = await sync(tenant, 'hubspot', 'full');
    expect(hubspot.live()).toEqual([expect.objectContaining({ jobtitle: 'gold' })]);
    expect((await notesOf(tenant, 'hubspot', run.id)).map(({ code, fields }) => [code, fields])).toEqual([
      ['custom_field.unknown', ['customFields.grade']],
    ]);
  });

  it('says of each record why it could not be taken over, and takes the others', async () => {
    hubspot.create({ firstname: 'Nobody' });
    hubspot.create({ email: 'ada@example.com', phone: 'call me', firstname: 'Ada' });
    hubspot.create({ email: 'bob@example.com', phone: '+49 30 901820' });
    await create(tenant, { externalId: 'x', phone: '+4930901820' });
    await join();
    const run = await sync(tenant, 'hubspot');
    expect(run.status).toBe('completed');
    const notes = await notesOf(tenant, 'hubspot', run.id, '?outcome=failed');
    expect(notes.map(({ code, fields }) => [code, fields])).toEqual([
      ['identifier.missing', []],
      [expect.stringMatching(/^phone\./), ['phone']],
      ['phone.taken', ['phone']],
    ]);
    expect((await leadsOf()).map(({ email, phone }) => [email, phone])).toEqual([
      [null, '+4930901820'],
      ['ada@example.com', null],
      ['bob@example.com', null],
    ]);
  });

  it('tells one record that is refused by itself, and the others all the same', async () => {
    const mapping = [
      { field: 'email', property: 'email', direction: 'both', owner: 'newest' },
      { field: 'jobTitle', property: 'age', direction: 'push', owner: 'ours' },
    ];
    const leads = await Promise.all(
      ['1', '2', 'three', '4', '5'].map((jobTitle, n) => create(tenant, { email: `p${n}@example.com`, jobTitle })),
    );
    await join({ mapping });
    const run = await sync(tenant, 'hubspot');
    expect(run.pushed).toEqual({ created: 4, failed: 1 });
    expect((await notesOf(tenant, 'hubspot', run.id)).map(({ leadId, code }) => [leadId, code])).toEqual([
      [leads[2]?.id, 'VALIDATION_ERROR'],
    ]);
  });

  it('reads on where many records have one instant, and past ten thousand', async () => {
    const at = Date.now() - 60_000;
    for (let n = 0; n < 250; n += 1) hubspot.create({ email: `p${n}@example.com` }, at);
    for (let n = 250; n < 330; n += 1) hubspot.create({ email: `p${n}@example.com` }, at + n);
    await join({ createsRecords: false });
    const run = await sync(tenant, 'hubspot');
    expect(run.pulled).toEqual({ created: 330 });
  });
});

describe('consent first', () => {
  it('makes a prohibition of an opt-out there, once, and never takes one back', async () => {
    const id = hubspot.create({ email: 'ada@example.com', hs_email_optout: 'true' });
    await join();
    await sync(tenant, 'hubspot');
    hubspot.edit(id, { firstname: 'Ada' });
    await sync(tenant, 'hubspot');
    hubspot.edit(id, { hs_email_optout: 'false' });
    await sync(tenant, 'hubspot');
    await eventually(() => expect(eventsOf('crm-sync.ended')).toHaveLength(3));
    const stated = eventsOf('lead.permissions-stated').map(({ data }) => data);
    expect(stated).toEqual([expect.objectContaining({ email: 'ada@example.com', consents: [], doNotContact: ['email'] })]);
  });

  it('heeds an opt-out of while the lead was deleted, though no window of changes shows it any more', async () => {
    const lead = await create(tenant, { email: 'ada@example.com' });
    const id = hubspot.create({ email: 'ada@example.com' }, Date.now() - 3_600_000);
    await join();
    await sync(tenant, 'hubspot');
    await tenant.delete(`/v1/leads/${lead.id}`, ifMatch(1));
    hubspot.edit(id, { hs_email_optout: 'true' });
    expect((await sync(tenant, 'hubspot')).pulled).toEqual({ skipped: 1 });
    Object.assign(hubspot.contacts.get(id) ?? {}, { modifiedMs: Date.now() - 3_600_000 });
    await tenant.post(`/v1/leads/${lead.id}/restore`, {});
    await waitingFor(lead.id);
    const run = await sync(tenant, 'hubspot', 'incremental');
    expect([run.pulled, run.pushed]).toEqual([{}, { unchanged: 1, 'opted-out': 1 }]);
    await eventually(() =>
      expect(eventsOf('lead.permissions-stated').map(({ data }) => data)).toMatchObject([{ doNotContact: ['email'] }]),
    );
  });

  it('tells nobody of a person who withdrew, and ends the subscriptions of one who is known there', async () => {
    const [known, unknown] = await Promise.all(['a', 'b'].map((name) => create(tenant, { email: `${name}@example.com` })));
    hubspot.create({ email: 'a@example.com' });
    await join();
    await sync(tenant, 'hubspot');
    const third = await create(tenant, { email: 'c@example.com' });
    await app.publish(...[known, third].map((lead) => withdrawal(tenant.tenantId, lead?.id ?? '')));
    await kept('lead_consent', 2);
    const run = await sync(tenant, 'hubspot');
    expect(run.pushed).toMatchObject({ withheld: 2, unchanged: 1 });
    const addresses = hubspot.live().map(({ email }) => email);
    expect(addresses.sort()).toEqual(['a@example.com', 'b@example.com']);
    expect(hubspot.unsubscribed).toEqual(['a@example.com']);
    const preview = await tenant.get<CrmPreview>(`/v1/integrations/hubspot/preview?leadId=${third.id}`);
    expect(preview.body).toMatchObject({ withheld: 'forbidden', toPeer: [] });
    expect(unknown).toBeDefined();
  });

  it('tells of a person as soon as a prohibition is withdrawn or has expired, and not before', async () => {
    await join();
    const [ada, bob] = await Promise.all(['ada', 'bob'].map((name) => create(tenant, { email: `${name}@example.com` })));
    for (const lead of [ada, bob]) await waitingFor(lead?.id ?? '');
    const [withdrawn, expired] = [uuidV7.next(), uuidV7.next()];
    await app.publish(forbidden(tenant.tenantId, withdrawn, 'ada@example.com'), forbidden(tenant.tenantId, expired, 'bob@example.com'));
    await kept('lead_prohibition', 2);
    expect((await sync(tenant, 'hubspot')).pushed).toEqual({ withheld: 2 });
    expect(hubspot.live()).toEqual([]);
    await app.publish(allowed(tenant.tenantId, withdrawn));
    await waitingFor(ada?.id ?? '');
    expect((await sync(tenant, 'hubspot', 'incremental')).pushed).toEqual({ created: 1 });
    await app.publish(allowed(tenant.tenantId, expired, 'expired'));
    await waitingFor(bob?.id ?? '');
    expect((await sync(tenant, 'hubspot', 'incremental')).pushed).toEqual({ created: 1 });
    expect(hubspot.live().map(({ email }) => email)).toEqual(['ada@example.com', 'bob@example.com']);
  });

  it('takes what is said of a merged lead for the one that stays', async () => {
    const [stays, goes] = [await create(tenant, { email: 'stays@example.com' }), await create(tenant, { externalId: 'goes' })];
    await join();
    await sync(tenant, 'hubspot');
    await merge(tenant, stays, goes);
    await waitingFor(stays.id);
    await sync(tenant, 'hubspot', 'incremental');
    await app.publish(withdrawal(tenant.tenantId, goes.id));
    await kept('lead_consent', 1);
    expect((await sync(tenant, 'hubspot', 'incremental')).pushed).toMatchObject({ withheld: 1 });
    expect(hubspot.unsubscribed).toEqual(['stays@example.com']);
  });
});

describe('what comes to an end', () => {
  it('ends the link of a contact that was deleted there, and makes no other one of its lead', async () => {
    const lead = await create(tenant, { email: 'ada@example.com' });
    await join();
    await sync(tenant, 'hubspot');
    const [link] = await linksOf();
    hubspot.archive(link?.peerId ?? '');
    const run = await sync(tenant, 'hubspot');
    expect([run.pulled, run.pushed]).toEqual([{ removed: 1 }, { skipped: 1 }]);
    expect([(await linksOf())[0], hubspot.live()]).toEqual([expect.objectContaining({ state: 'ended', reason: 'record-removed' }), []]);
    expect((await leadsOf()).map(({ id }) => id)).toEqual([lead.id]);
  });

  it('archives the contact of a deleted lead, and deletes the lead of a deleted contact, where that is wanted', async () => {
    const [ours, theirs] = await Promise.all(['a', 'b'].map((name) => create(tenant, { email: `${name}@example.com` })));
    await join({ onLeadDeleted: 'archive', onRecordRemoved: 'delete' });
    await sync(tenant, 'hubspot');
    const peerOf = async (leadId = '') => (await linksOf()).find((link) => link.leadId === leadId)?.peerId ?? '';
    await tenant.delete(`/v1/leads/${ours?.id}`, ifMatch(1));
    await waitingFor(ours?.id ?? '');
    hubspot.archive(await peerOf(theirs?.id));
    await sync(tenant, 'hubspot', 'incremental');
    expect([await leadsOf(), hubspot.live()]).toEqual([[], []]);
  });

  it('follows merges: of contacts to the one that stays, of leads likewise, and lists two that are each linked', async () => {
    const [a, b] = [hubspot.create({ email: 'a@example.com' }), hubspot.create({ email: 'b@example.com' })];
    await join();
    await sync(tenant, 'hubspot');
    const c = hubspot.create({ email: 'c@example.com' });
    hubspot.merge(c, a);
    const moved = await sync(tenant, 'hubspot');
    const leads = await leadsOf();
    const leadOf = (email: string): Lead | undefined => leads.find((lead) => lead.email === email);
    expect(moved.pulled).toMatchObject({ updated: 1 });
    expect((await linksOf()).map(({ peerId, state }) => [peerId, state]).sort()).toEqual([
      [b, 'live'],
      [c, 'live'],
    ]);
    hubspot.merge(c, b);
    const apart = await sync(tenant, 'hubspot');
    expect((await notesOf(tenant, 'hubspot', apart.id, '?outcome=conflict')).map(({ leadId, code }) => [leadId, code])).toEqual([
      [leadOf('b@example.com')?.id, 'record-merged'],
    ]);
    const survivor = await create(tenant, { externalId: 'stays' });
    await merge(tenant, survivor, await read(tenant, { id: leadOf('c@example.com')?.id ?? '' }));
    await waitingFor(survivor.id);
    await sync(tenant, 'hubspot', 'incremental');
    expect((await linksOf()).filter(({ state }) => state === 'live').map(({ leadId, peerId }) => [leadId, peerId])).toEqual([
      [survivor.id, c],
    ]);
    expect(hubspot.live()).toHaveLength(1);
  });
});
