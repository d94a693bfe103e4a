import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { DncCheck, DncEntry } from '@leadstream/contracts';
import { readJobHistory, requestRun } from '@leadstream/jobs';
import { TenantDatabase } from '@leadstream/persistence';
import { eventually, type ServiceClient } from '@leadstream/testing';
import { type ComplianceApp, startComplianceApp } from '../../test/compliance-app.js';
import { DncData } from '../person-data/dnc-data.repository.js';
import { SuppressionService } from '../suppression/suppression.service.js';
let app: ComplianceApp;
let database: TenantDatabase;
let now = new Date('2026-11-20T12:00:00Z');
beforeAll(async () => {
  app = await startComplianceApp({ now: () => now });
  database = new TenantDatabase({ url: app.database.serviceUrl('compliance'), poolSize: 2, applicationName: 'spec' });
});
afterAll(async () => {
  await database.end();
  await app.stop();
});

/** @returns how many entries the sweep took off the lists */
async function sweep(): Promise<unknown> {
  const at = await database.withoutTenant((tx) => requestRun(tx, 'expire-dnc-entries', 'spec'));
  return eventually(async () => {
    const runs = await database.withoutTenant((tx) => readJobHistory(tx, 'expire-dnc-entries', 10));
    const run = runs.find(({ scheduledFor }) => scheduledFor.getTime() === at.getTime());
    expect(run).toMatchObject({ outcome: 'succeeded' });
    return run?.figures['expired'];
  });
}

const phone = { kind: 'phone', value: '+14155552671', reason: 'asked' };
const add = async (tenant: ServiceClient, body: object): Promise<DncEntry> =>
  (await tenant.post<DncEntry>('/v1/dnc', { ...phone, ...body })).body;
const listed = async (tenant: ServiceClient): Promise<string[]> =>
  (await tenant.get<{ items: DncEntry[] }>('/v1/dnc')).body.items.map(({ id }) => id);
const removals = (tenant: ServiceClient) =>
  app.published.events.filter(({ key, headers }) => key?.startsWith(tenant.tenantId) && headers['ce_type'] === 'dnc.removed');

it('takes expired entries of all tenants off the lists, and tells each once, as of their expiry', async () => {
  const [one, other] = [app.as(), app.as()];
  const expiring = await add(one, { channels: ['sms'], expiresAt: '2026-11-20T13:00:00Z' });
  const longer = await add(one, { channels: ['voice'], expiresAt: '2026-11-20T14:00:00Z' });
  const forEver = await add(one, {});
  const others = await add(other, { expiresAt: '2026-11-20T13:30:00Z' });
  const versionOf = async (tenant: ServiceClient): Promise<number> =>
    (await tenant.post<DncCheck>('/v1/dnc/check', { phone: phone.value })).body.listVersion;
  const before = await versionOf(one);

  now = new Date('2026-11-20T13:30:00Z');
  expect(await sweep()).toBe(2);
  expect(await sweep()).toBe(0);

  expect((await listed(one)).toSorted()).toEqual([longer.id, forEver.id].toSorted());
  expect(await listed(other)).toEqual([]);
  expect(await versionOf(one)).toBe(before + 1);
  await eventually(() => expect(removals(other)).toHaveLength(1));
  expect(removals(one)).toEqual([
    expect.objectContaining({
      key: `${one.tenantId}:${expiring.id}`,
      data: { entryId: expiring.id, removedAt: '2026-11-20T13:00:00.000Z', cause: 'expired' },
      headers: expect.objectContaining({ ce_sequence: '2' }),
    }),
  ]);
  expect(removals(other)[0]?.data).toMatchObject({ entryId: others.id, removedAt: '2026-11-20T13:30:00.000Z' });
});

it('leaves an entry alone that was extended in time, and lets one that expired be added anew', async () => {
  const tenant = app.as();
  const first = await add(tenant, { expiresAt: new Date(now.getTime() + 3_600_000).toISOString() });
  await add(tenant, { expiresAt: new Date(now.getTime() + 7_200_000).toISOString() });
  now = new Date(now.getTime() + 3_600_000);
  await sweep();
  expect(await listed(tenant)).toEqual([first.id]);

  now = new Date(now.getTime() + 3_600_000);
  await sweep();
  const again = await add(tenant, {});
  expect(again).toMatchObject({ version: 1, expiresAt: null });
  expect(again.id).not.toBe(first.id);
  expect(await listed(tenant)).toEqual([again.id]);
});

it('stays on the list when the clock of the process that sweeps is ahead', async () => {
  const tenant = app.as();
  const entry = await add(tenant, { expiresAt: new Date(Date.now() + 3_600_000).toISOString() });
  const right = now;
  now = new Date(Date.now() + 60 * 86_400_000);
  await sweep();
  now = right;
  expect(await listed(tenant)).toEqual([entry.id]);
});

it('loses its evidence with the person that is erased, and one for a domain what names the person', async () => {
  const tenant = app.as();
  const { tenantId } = tenant;
  const evidence = { note: 'Ada@Example.com wrote on 3 May.' };
  await add(tenant, { kind: 'email', value: 'ada@example.com', evidence });
  const ofDomain = await add(tenant, { kind: 'domain', value: 'corp.example', reason: 'ada@example.com asked', evidence });
  const other = await add(tenant, { kind: 'domain', value: 'other.example', evidence: { note: 'Bea wrote.' } });
  const store = new DncData(app.service.app.get(SuppressionService, { strict: false }));
  const subject = { tenantId, leadIds: [], addresses: [{ kind: 'email' as const, value: 'ada@example.com' }] };
  const told: unknown[] = [];
  await database.inTenant(tenantId, async (tx) => {
    for await (const record of store.gather(tx, subject)) told.push(record['evidence']);
  });
  expect(told).toEqual([evidence, evidence]);
  expect(await database.inTenant(tenantId, (tx) => store.erase(tx, subject))).toEqual({ removed: 1, blanked: 1 });
  const { items } = (await tenant.get<{ items: DncEntry[] }>('/v1/dnc')).body;
  expect(items).toEqual([other, { ...ofDomain, reason: 'erased', evidence: null }]);
  expect((await tenant.post<DncCheck>('/v1/dnc/check', { email: 'ada@example.com' })).body.reasons.map(({ code }) => code)).toEqual([
    'entry',
  ]);
});
