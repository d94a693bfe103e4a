import { afterAll, beforeAll, expect, it } from '@jest/globals';
import {
  type ContactSummary,
  type Lead,
  type LeadBatchResult,
  type LeadSettings,
  type LeadSettingsChange,
  LEAD_STATUSES,
  LIFECYCLE_STAGES,
  type StatusChange,
} from '@leadstream/contracts';
import { eventually } from '@leadstream/testing';
import { importFile, rowsOf } from '../../test/imports.js';
import { type LeadApp, startLeadApp } from '../../test/lead-app.js';
import { ifMatch, type Problem, type TenantClient } from '../../test/tenant-client.js';

let app: LeadApp;
beforeAll(async () => {
  app = await startLeadApp();
});
afterAll(() => app.stop());

const admin = (): TenantClient => app.as(undefined, ['leads:read', 'leads:write', 'tenant:write']);
const patch = <T = LeadSettings>(tenant: TenantClient, version: number, body: object) => tenant.patch<T>('/v1/settings', version, body);
const create = <T = Lead>(tenant: TenantClient, body: object) => tenant.post<T>('/v1/leads', body);

it('begins with the defaults, and keeps every change with who made it', async () => {
  const tenant = admin();
  const { headers, body: defaults } = await tenant.get<LeadSettings>('/v1/settings');
  expect([headers.get('etag'), defaults]).toMatchObject(['"1"', { version: 1, statusTransitions: {}, phoneRegion: null, updatedAt: null }]);
  expect([defaults.leadStatuses, defaults.lifecycleStages].map((words) => words.map(({ key }) => key))).toEqual([
    [...LEAD_STATUSES],
    [...LIFECYCLE_STAGES],
  ]);
  await patch(tenant, 1, { phoneRegion: 'de', statusTransitions: { lost: ['new', 'new'] } });
  expect((await patch(tenant, 2, { phoneRegion: 'DE' })).body.version).toBe(2);
  const { body } = await patch(tenant, 2, { phoneRegion: null });
  expect(body).toMatchObject({ version: 3, phoneRegion: null, statusTransitions: { lost: ['new'] } });
  expect((await tenant.get<LeadSettings>('/v1/settings')).body).toEqual(body);
  const { body: history } = await tenant.get<{ items: LeadSettingsChange[] }>('/v1/settings/history');
  expect(history.items.map(({ version, changes, actor }) => [version, changes, actor])).toEqual([
    [3, [{ field: 'phoneRegion', before: 'DE', after: null }], tenant.actor],
    [
      2,
      [
        { field: 'statusTransitions', before: {}, after: { lost: ['new'] } },
        { field: 'phoneRegion', before: null, after: 'DE' },
      ],
      tenant.actor,
    ],
  ]);
  await eventually(() => {
    const told = app.published.ofType('lead-settings.changed').filter(({ key }) => key.startsWith(tenant.tenantId));
    expect(told.map(({ headers: { ce_sequence } }) => ce_sequence)).toEqual(['2', '3']);
  });
});

it('lets one of two concurrent changes win, and refuses what is no setting', async () => {
  const tenant = admin();
  const answers = await Promise.all(['DE', 'FR'].map((phoneRegion) => patch<Problem>(tenant, 1, { phoneRegion })));
  expect(answers.map(({ status }) => status).sort()).toEqual([200, 412]);
  expect(answers.find(({ status }) => status === 412)?.body.code).toBe('LEAD.SETTINGS_STALE');
  const refusals = async (body: object) => (await patch<Problem>(tenant, 2, body)).body.errors?.map(({ path, code }) => `${path} ${code}`);
  expect(await refusals({ phoneRegion: 'XX' })).toEqual(['phoneRegion region.unknown']);
  expect(await refusals({ statusTransitions: { new: ['new'] } })).toEqual(['statusTransitions.new transition.to_itself']);
  expect(await refusals({ statusTransitions: { hot: ['new'] } })).toEqual([expect.stringContaining('statusTransitions')]);
  expect(await refusals({ colour: 'red' })).toEqual(['colour unknown_field']);
  expect((await app.as(undefined, ['leads:write']).patch('/v1/settings', 1, {})).status).toBe(403);
});

it('holds for moves of a lead, by hand and by file', async () => {
  const tenant = admin();
  await patch(tenant, 1, { statusTransitions: { new: ['contacted'], contacted: [] } });
  const { body: lead } = await create(tenant, { externalId: 'a' });
  const move = (version: number, status: string) => tenant.post<Problem>(`/v1/leads/${lead.id}/status`, { status }, ifMatch(version));
  expect(await move(1, 'qualified')).toMatchObject({
    status: 422,
    body: { code: 'LEAD.STATUS_NOT_ALLOWED', allowed: ['contacted'], errors: [{ path: 'status', code: 'transition.not_allowed' }] },
  });
  const job = await importFile(tenant, 'id,status\na,qualified\na,contacted\na,converted\n');
  expect(await rowsOf(tenant, job.id)).toEqual([
    [1, 'skipped', 'status.not_allowed', 'status'],
    [2, 'updated', null, null],
    [3, 'skipped', 'status.not_allowed', 'status'],
  ]);
  expect((await move(2, 'lost')).body).toMatchObject({ code: 'LEAD.STATUS_NOT_ALLOWED', allowed: [] });
});

it('gives phone numbers their region on every way in, unless another one is stated', async () => {
  const tenant = admin();
  expect((await create<Problem>(tenant, { phone: '030 901820' })).body.errors).toMatchObject([{ code: 'phone.region_missing' }]);
  await patch(tenant, 1, { phoneRegion: 'DE' });
  const { body: lead } = await create(tenant, { phone: '030 901820' });
  expect(lead.phone).toBe('+4930901820');
  expect((await tenant.patch<Lead>(`/v1/leads/${lead.id}`, 1, { phone: '030 901821' })).body.phone).toBe('+4930901821');
  expect((await create(tenant, { phone: '01 42 68 53 00', phoneRegion: 'FR' })).body.phone).toBe('+33142685300');
  const items = [{ op: 'create', lead: { phone: '030 901822' } }];
  expect((await tenant.post<{ items: LeadBatchResult[] }>('/v1/leads/batch', { items })).body.items).toMatchObject([{ status: 'created' }]);
  const job = await importFile(tenant, 'phone\n030 901823\n', { matchBy: 'phone' });
  expect(job.counts).toMatchObject({ created: 1, failed: 0 });
  expect((await create(admin(), { phone: '030 901820' })).status).toBe(422);
});

const OWN = {
  leadStatuses: [
    { key: 'inquiry', label: 'Anfrage', meaning: 'open' },
    { key: 'demo-booked', label: 'Demo gebucht', meaning: 'open' },
    { key: 'signed', label: 'Signed', meaning: 'won' },
    { key: 'lost', label: 'No deal', meaning: 'lost' },
  ],
  lifecycleStages: [
    { key: 'fan', label: 'Fan' },
    { key: 'regular-guest', label: 'Stammgast' },
  ],
};

it('makes statuses and stages those of the tenant, on every way in and out, and of no other tenant', async () => {
  const [tenant, other] = [admin(), admin()];
  expect((await patch(tenant, 1, OWN)).body).toMatchObject({ version: 2, ...OWN });
  const { body: lead } = await create(tenant, { externalId: 'a', lifecycleStage: 'Stammgast' });
  expect(lead).toMatchObject({ status: 'inquiry', lifecycleStage: 'regular-guest' });
  const move = (status: string, from = tenant) => from.post<Problem>(`/v1/leads/${lead.id}/status`, { status }, ifMatch(1));
  expect(await move('contacted')).toMatchObject({
    status: 422,
    body: { code: 'LEAD.INVALID', errors: [{ path: 'status', code: 'status.unknown' }] },
  });
  expect((await move('demo-booked')).status).toBe(200);
  const job = await importFile(tenant, 'id,status,lifecycle stage\na,anfrage,\na,signed,Fan\nb,Demo gebucht,\nc,new,\n');
  expect(await rowsOf(tenant, job.id)).toEqual([
    [1, 'skipped', 'status.backwards', 'status'],
    [2, 'updated', null, null],
    [3, 'created', null, null],
    [4, 'failed', 'status.unknown', 'status'],
  ]);
  const { body: past } = await tenant.get<{ items: StatusChange[] }>(`/v1/leads/${lead.id}/status-history`);
  expect(past.items.map(({ from, to }) => [from, to])).toEqual([['demo-booked', 'signed'], ['inquiry', 'demo-booked']]); // prettier-ignore
  const asOf = await tenant.get<Lead>(`/v1/leads/${lead.id}?asOf=${lead.createdAt}`);
  expect(asOf.body).toMatchObject({ status: 'inquiry', lifecycleStage: 'regular-guest' });
  const { body: summary } = await tenant.get<ContactSummary>('/v1/summaries/contacts');
  expect([summary.byStatus, summary.inWindow.converted]).toEqual([
    [{ key: 'inquiry', count: 0 }, { key: 'demo-booked', count: 1 }, { key: 'signed', count: 1 }, { key: 'lost', count: 0 }], // prettier-ignore
    1,
  ]);
  const search = (from: TenantClient, value: string) =>
    from.post<{ items: Lead[] } & Problem>('/v1/leads/search', { filter: { field: 'status', operator: 'eq', value } });
  expect((await search(tenant, 'signed')).body.items).toMatchObject([{ externalId: 'a' }]);
  expect((await search(tenant, 'new')).body.errors).toMatchObject([
    { code: 'choice.unknown', message: expect.stringContaining('Anfrage') as unknown },
  ]);
  expect((await tenant.get<{ items: Lead[] }>('/v1/leads?status=demo-booked')).body.items).toMatchObject([{ externalId: 'b' }]);
  expect(await tenant.get('/v1/leads?status=new')).toMatchObject({ status: 422, body: { code: 'LEAD.LIST_INVALID' } });
  for (const refused of [await search(other, 'signed'), await create<Problem>(other, { externalId: 'a', lifecycleStage: 'fan' })])
    expect(refused.status).toBe(422);
});

it('keeps what leads still have, deleted ones among them, and transitions between statuses that there are', async () => {
  const tenant = admin();
  await patch(tenant, 1, OWN);
  const { body: lead } = await create(tenant, { externalId: 'a' });
  await tenant.post(`/v1/leads/${lead.id}/status`, { status: 'demo-booked' }, ifMatch(1));
  await tenant.delete(`/v1/leads/${lead.id}`, ifMatch(2));
  expect(await patch<Problem>(tenant, 2, { leadStatuses: null, lifecycleStages: null })).toMatchObject({
    status: 409,
    body: {
      code: 'LEAD.SETTINGS_IN_USE',
      inUse: [
        { field: 'leadStatuses', key: 'demo-booked', leads: 1 },
        { field: 'lifecycleStages', key: 'fan', leads: 1 },
      ],
      errors: [{ path: 'leadStatuses', code: 'key.in_use' }, { path: 'lifecycleStages' }],
    },
  });
  const codes = async (body: object) => (await patch<Problem>(tenant, 2, body)).body.errors?.map(({ path, code }) => `${path} ${code}`);
  expect(await codes({ statusTransitions: { inquiry: ['contacted'] } })).toEqual(['statusTransitions.inquiry.0 status.unknown']);
  expect(await codes({ leadStatuses: [{ key: 'Not a key', label: 'x', meaning: 'open' }] })).toEqual([
    expect.stringContaining('leadStatuses.0.key'),
  ]);
  expect((await patch(tenant, 2, { statusTransitions: { inquiry: ['signed'] } })).body.version).toBe(3);
  expect(
    (await patch<Problem>(tenant, 3, { leadStatuses: OWN.leadStatuses.filter(({ key }) => key !== 'signed') })).body.errors,
  ).toMatchObject([{ path: 'leadStatuses', code: 'status.in_transitions' }]);
});

it('lets no lead have a status that goes away at the same moment', async () => {
  const tenant = admin();
  const rest = OWN.leadStatuses.filter(({ key }) => key !== 'demo-booked');
  let version = (await patch(tenant, 1, OWN)).body.version;
  for (let round = 0; round < 5; round += 1) {
    const { body: lead } = await create(tenant, { externalId: `lead-${round}` });
    const [moved, changed] = await Promise.all([
      tenant.post<Problem>(`/v1/leads/${lead.id}/status`, { status: 'demo-booked' }, ifMatch(1)),
      patch<Problem>(tenant, version, { leadStatuses: rest }),
    ]);
    expect([[moved.status, changed.status]]).toEqual([moved.status === 200 ? [200, 409] : [422, 200]]);
    if (moved.status === 200) await tenant.post(`/v1/leads/${lead.id}/status`, { status: 'inquiry' }, ifMatch(2));
    else version = (await patch(tenant, version + 1, { leadStatuses: OWN.leadStatuses })).body.version;
  }
});
