import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { CrmConnectionTest, CrmLink, Lead } from '@leadstream/contracts';
import { eventually, sql } from '@leadstream/testing';
import { begin, connect, CRM_SCOPES, CRM_SETTINGS, put, settled, sync } from '../../test/crm/crm.js';
import { HubspotStandIn } from '../../test/crm/hubspot-stand-in.js';
import type { Misbehaviour } from '../../test/crm/stand-in-server.js';
import { type LeadApp, startLeadApp } from '../../test/lead-app.js';
import { create } from '../../test/merges.js';
import { ifMatch, type TenantClient } from '../../test/tenant-client.js';

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
/** Of one sync, its beginning first. */
const toldOf = ({ id }: { readonly id: string }) =>
  ['started', 'ended'].flatMap((what) => app.published.ofType(`crm-sync.${what}`)).filter(({ key }) => key.endsWith(id));

describe('a peer in trouble', () => {
  it.each<[Misbehaviour, string]>([
    ['html', 'LEAD.CRM_PEER_UNREADABLE'],
    ['endless', 'LEAD.CRM_PEER_ENDLESS'],
    ['repeats', 'LEAD.CRM_PEER_CURSOR_REPEATED'],
    ['circles', 'LEAD.CRM_PEER_CURSOR_REPEATED'],
  ])('that answers as %s ends the sync with %s', async (misbehaviour, code) => {
    for (let n = 0; n < 120; n += 1) hubspot.create({ email: `p${n}@example.com` }, Date.now() - 10_000 + n);
    await join();
    hubspot.misbehaviour = misbehaviour;
    const run = await sync(tenant, 'hubspot');
    expect([run.status, run.errorCode]).toEqual(['failed', code]);
    expect((await tenant.get('/v1/integrations/hubspot')).body).toMatchObject({ state: 'failing', errorCode: code });
    hubspot.misbehaviour = undefined;
    expect(await sync(tenant, 'hubspot')).toMatchObject({ status: 'completed', errorCode: null });
    expect(await leadsOf()).toHaveLength(50);
    expect((await tenant.get('/v1/integrations/hubspot')).body).toMatchObject({ state: 'working', errorCode: null });
  });

  it('that fails in the middle is not asked again for what was taken over, unless the connection was changed since', async () => {
    for (let n = 0; n < 450; n += 1) hubspot.create({ email: `p${n}@example.com` }, Date.now() - 10_000 + n);
    await join();
    const searches = () => hubspot.calls.filter((call) => call.endsWith('/contacts/search')).length;
    hubspot.meanwhile = async () => {
      if (searches() === 3) hubspot.misbehaviour = 'html';
    };
    const failed = await sync(tenant, 'hubspot');
    expect([failed.status, failed.errorCode, failed.phase]).toEqual(['failed', 'LEAD.CRM_PEER_UNREADABLE', 'pull']);
    const taken = (await sql(app.database.adminUrl, 'SELECT FROM lead.lead WHERE tenant_id = $1', [tenant.tenantId])).length;
    expect([failed.pulled.created, taken > 0 && taken < 450]).toEqual([taken, true]);
    hubspot.misbehaviour = undefined;
    hubspot.meanwhile = undefined;
    const resumed = await sync(tenant, 'hubspot');
    // Changes of one instant may be read again: they are nobody's news.
    expect([resumed.status, resumed.pulled.created]).toEqual(['completed', 450 - taken]);
    expect((resumed.pulled.unchanged ?? 0) + (resumed.pulled.created ?? 0)).toBeLessThan(450);
    expect(await linksOf()).not.toHaveLength(0);
    await eventually(() => {
      const [began, ended] = [{ ce_sequence: '1', ce_actor: `member:${tenant.actor.id}` }, { ce_sequence: '2' }];
      expect(toldOf(failed)).toMatchObject([
        { headers: began, data: { provider: 'hubspot', kind: 'full', resumed: false, startedAt: failed.createdAt } },
        { headers: ended, data: { status: 'failed', errorCode: 'LEAD.CRM_PEER_UNREADABLE' } },
      ]);
      expect(toldOf(resumed)).toMatchObject([
        { headers: began, data: { kind: 'full', resumed: true } },
        { headers: ended, data: { status: 'completed', pulled: resumed.pulled } },
      ]);
    });
  });

  it('that wants to be left alone for an hour is, and the sync then goes on where it stood', async () => {
    hubspot.create({ email: 'ada@example.com' });
    await join();
    hubspot.misbehaviour = 'limited';
    const run = await sync(tenant, 'hubspot');
    const waitMs = Date.parse(run.waitsUntil ?? '') - Date.parse(run.createdAt);
    expect(run.status).toBe('running');
    expect(waitMs).toBeGreaterThanOrEqual(3_600_000);
    expect((await tenant.get('/v1/integrations/hubspot')).body).toMatchObject({ state: 'limited', errorCode: 'LEAD.CRM_PEER_LIMITED' });
    expect(hubspot.calls).toHaveLength(1);
    hubspot.misbehaviour = undefined;
    // The hour passes.
    await sql(app.database.adminUrl, `UPDATE lead.crm_sync_run SET waits_until = now() - interval '1 second' WHERE run_id = $1`, [run.id]);
    expect(await settled(tenant, 'hubspot', run.id)).toMatchObject({ status: 'completed', pulled: { created: 1 } });
  });

  it('that breaks off after it has written makes no second record of a lead', async () => {
    await Promise.all(['a', 'b', 'c'].map((name) => create(tenant, { email: `${name}@example.com` })));
    const nameless = await create(tenant, { externalId: 'known by no address' });
    await join();
    hubspot.misbehaviour = 'cuts-writes';
    const run = await sync(tenant, 'hubspot');
    expect([run.status, run.waitsUntil === null, hubspot.contacts.size]).toEqual(['running', false, 4]);
    hubspot.misbehaviour = undefined;
    await sql(app.database.adminUrl, `UPDATE lead.crm_sync_run SET waits_until = now() - interval '1 second' WHERE run_id = $1`, [run.id]);
    expect(await settled(tenant, 'hubspot', run.id)).toMatchObject({ status: 'completed' });
    expect([hubspot.contacts.size, (await linksOf()).length]).toEqual([4, 4]);
    expect(hubspot.live().filter(({ leadstream_id: id }) => id === nameless.id)).toHaveLength(1);
  });

  it('is asked with another token when the first has ended, and refresh tokens that are used once are kept', async () => {
    await join({ credentials: { kind: 'oauth', ...hubspot.grant } });
    const test = () => tenant.send<CrmConnectionTest>('POST', '/v1/integrations/hubspot/test');
    hubspot.usesRefreshTokensOnce = true;
    expect((await test()).body).toEqual({ isWorking: true, errorCode: null, detail: null });
    hubspot.expireTokens();
    expect((await sync(tenant, 'hubspot')).status).toBe('completed');
    await join({ credentials: { kind: 'oauth', ...hubspot.grant, clientSecret: 'wrong' } });
    expect((await test()).body).toMatchObject({ isWorking: false, errorCode: 'LEAD.CRM_PEER_UNAUTHORISED' });
  });
});

it('keeps credentials sealed, and gives a new address none of them', async () => {
  const shown = await join();
  expect(JSON.stringify(shown)).not.toContain(hubspot.privateToken);
  const [row] = await sql(app.database.adminUrl, 'SELECT sealed_credentials FROM lead.crm_connection WHERE tenant_id = $1', [
    tenant.tenantId,
  ]);
  expect((row as unknown as { sealed_credentials: Buffer }).sealed_credentials.includes(hubspot.privateToken)).toBe(false);
  const elsewhere = await tenant.send('PUT', '/v1/integrations/hubspot', {
    body: JSON.stringify({ baseUrl: 'https://elsewhere.example' }),
    headers: { 'content-type': 'application/json' },
  });
  expect(elsewhere).toMatchObject({ status: 422, body: { errors: [{ path: 'credentials', code: 'credentials.missing' }] } });
});

it('is neither replaced nor deleted by who read the connection before somebody else changed it', async () => {
  const putOver = (version: number, stated: object = {}) => put(tenant, 'hubspot', { ...privateApp(), ...stated }, ifMatch(version));
  const stale = (currentVersion: number) => ({ status: 412, body: { code: 'LEAD.CRM_CONNECTION_STALE', currentVersion } });
  expect(await putOver(1)).toMatchObject(stale(0));
  expect(await putOver(0)).toMatchObject({ status: 200, body: { version: 1 } });
  expect(await putOver(0)).toMatchObject(stale(1));
  expect(await putOver(1, { everyMinutes: 60 })).toMatchObject({ status: 200, body: { version: 2 } });
  expect(await tenant.delete('/v1/integrations/hubspot', ifMatch(1))).toMatchObject(stale(2));
  expect(await tenant.delete('/v1/integrations/hubspot', ifMatch(2))).toMatchObject({ status: 204 });
});

it('tells what was decided about a connection and by whom, and neither credentials nor addresses', async () => {
  await Promise.all([join(), join()]);
  await tenant.patch('/v1/integrations/hubspot', 2, { onRecordRemoved: 'delete' });
  await tenant.delete('/v1/integrations/hubspot');
  await join({ everyMinutes: 60 });
  await eventually(() => {
    const told = app.published.ofType('crm-connection.changed').filter(({ key }) => key.startsWith(tenant.tenantId));
    const [first, ...again] = Object.values(Object.groupBy(told, ({ data }) => (data as { connectionId: string }).connectionId)).toSorted(
      (left, right) => (right?.length ?? 0) - (left?.length ?? 0),
    );
    const by = { ce_actor: `member:${tenant.actor.id}` };
    expect(first).toMatchObject([
      { headers: { ...by, ce_sequence: '1' }, data: { provider: 'hubspot', action: 'created', settings: { onRecordRemoved: 'keep' } } },
      { headers: { ...by, ce_sequence: '2' }, data: { action: 'updated', changed: ['credentials'] } },
      { headers: { ...by, ce_sequence: '3' }, data: { changed: ['onRecordRemoved'], settings: { onRecordRemoved: 'delete' } } },
      { headers: { ...by, ce_sequence: '4' }, data: { action: 'deleted', changed: [], settings: { onRecordRemoved: 'delete' } } },
    ]);
    expect(again).toMatchObject([[{ headers: { ...by, ce_sequence: '1' }, data: { action: 'created', settings: { everyMinutes: 60 } } }]]);
    for (const { text } of told) {
      expect(text).not.toContain(hubspot.privateToken);
      expect(text).not.toContain(hubspot.url);
    }
  });
});

it('asks and tells another account nothing, whatever ids its contacts have', async () => {
  const id = hubspot.create({ email: 'ada@example.com', firstname: 'Ada' });
  await join();
  await sync(tenant, 'hubspot');
  const other = await new HubspotStandIn().listen();
  other.portalId += 1;
  expect(other.create({ email: 'stranger@example.com', firstname: 'Stranger' })).toBe(id);
  const theirs = { baseUrl: other.url, credentials: { kind: 'private-app', accessToken: other.privateToken } };
  expect(await put(tenant, 'hubspot', theirs)).toMatchObject({ status: 409, body: { code: 'LEAD.CRM_PEER_OTHER_ACCOUNT' } });
  expect(await sync(tenant, 'hubspot', 'full')).toMatchObject({ status: 'completed', pulled: { unchanged: 1 } });
  // Of one that does not answer it is found out as soon as it does.
  other.misbehaviour = 'down';
  await join(theirs);
  other.misbehaviour = undefined;
  expect(await sync(tenant, 'hubspot', 'full')).toMatchObject({ status: 'failed', errorCode: 'LEAD.CRM_PEER_OTHER_ACCOUNT' });
  expect(new Set(other.calls)).toEqual(new Set(['GET /account-info/v3/details']));
  expect(await leadsOf()).toEqual([expect.objectContaining({ email: 'ada@example.com', firstName: 'Ada' })]);
  await other.close();
  await join();
  expect(await sync(tenant, 'hubspot', 'full')).toMatchObject({ status: 'completed', pulled: { unchanged: 1 } });
});

it('is of one tenant: another one sees no connection, no run and no link', async () => {
  hubspot.create({ email: 'ada@example.com' });
  await join();
  const run = await sync(tenant, 'hubspot');
  const stranger = app.as(undefined, CRM_SCOPES);
  for (const path of ['', '/runs', '/links', `/runs/${run.id}`, `/runs/${run.id}/records`]) {
    expect((await stranger.get(`/v1/integrations/hubspot${path}`)).status).toBe(404);
  }
  expect(await leadsOf(stranger)).toEqual([]);
});

it('lets a paused connection rest and catches up, one sync at a time, which ends with the connection', async () => {
  const connection = await join();
  await tenant.patch('/v1/integrations/hubspot', connection.version, { isPaused: true });
  const refused = await tenant.post('/v1/integrations/hubspot/sync', { kind: 'full' });
  expect(refused).toMatchObject({ status: 409, body: { code: 'LEAD.CRM_CONNECTION_PAUSED' } });
  await tenant.patch('/v1/integrations/hubspot', connection.version + 1, { isPaused: false });
  hubspot.misbehaviour = 'down';
  const first = await begin(tenant, 'hubspot');
  await settled(tenant, 'hubspot', first.id);
  const second = await tenant.post('/v1/integrations/hubspot/sync', { kind: 'full' });
  expect(second).toMatchObject({ status: 409, body: { code: 'LEAD.CRM_SYNC_RUNNING', runId: first.id } });
  await tenant.delete('/v1/integrations/hubspot');
  await eventually(() => {
    const by = { ce_actor: `member:${tenant.actor.id}` };
    expect(toldOf(first)).toMatchObject([
      { headers: { ...by, ce_sequence: '1' } },
      { headers: { ...by, ce_sequence: '2' }, data: { status: 'cancelled', provider: 'hubspot', pulled: {}, pushed: {} } },
    ]);
  });
});
