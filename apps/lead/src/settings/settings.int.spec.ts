import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { Lead, LeadBatchResult, LeadSettings, LeadSettingsChange } from '@leadstream/contracts';
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
  expect([headers.get('etag'), defaults]).toEqual(['"1"', { version: 1, statusTransitions: {}, phoneRegion: null, updatedAt: null }]);
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
