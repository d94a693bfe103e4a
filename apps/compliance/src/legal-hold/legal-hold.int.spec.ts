import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { LegalHold, PlacedLegalHold, Problem } from '@leadstream/contracts';
import { uuidV7 } from '@leadstream/kernel';
import { TenantDatabase, type Tx } from '@leadstream/persistence';
import { eventually, leadCaptured, leadMerged, leadUnmerged, type ServiceClient } from '@leadstream/testing';
import { type ComplianceApp, startComplianceApp } from '../../test/compliance-app.js';
import { LegalHoldService } from './legal-hold.service.js';

const SCOPES = ['compliance:read', 'compliance:write', 'tenant:write'];
const CASE = { matter: '17 O 4/26', reason: 'claim of the lead' };

let app: ComplianceApp;
let now = new Date();
beforeAll(async () => {
  app = await startComplianceApp({ now: () => now });
});
afterAll(() => app.stop());

const tenantOfSpec = () => app.as(undefined, SCOPES);
const passes = (ms: number) => (now = new Date(now.getTime() + ms));
const service = () => app.service.app.get(LegalHoldService);
const inTenant = <T>(tenant: ServiceClient, work: (tx: Tx) => Promise<T>) =>
  app.service.app.get(TenantDatabase).inTenant(tenant.tenantId, work);

const place = (tenant: ServiceClient, body: object) => tenant.post<PlacedLegalHold>('/v1/legal-holds', { ...CASE, ...body });
const holding = async (tenant: ServiceClient, ...leadIds: string[]) =>
  (await inTenant(tenant, (tx) => service().holding(tx, leadIds))).map(({ id }) => id);
const begin = (tenant: ServiceClient, deletionId: string, ...leadIds: string[]) =>
  inTenant(tenant, (tx) => service().beginDeletion(tx, deletionId, leadIds));

describe('a hold on a lead', () => {
  it('is kept with who placed it, forbids deletion until it is released with a reason, and both are told without the case', async () => {
    const [tenant, leadId] = [tenantOfSpec(), uuidV7.next()];
    const { status, body: placed } = await place(tenant, { leadId });
    expect(status).toBe(201);
    expect(placed).toMatchObject({ ...CASE, leadId, category: null, state: 'in-force', holdsUntil: null, deletionsUnderWay: [] });
    // Each call of a spec's client is another member's.
    const somebody = { kind: 'member', id: expect.any(String) };
    expect(placed.placedBy).toEqual(somebody);
    expect(await holding(tenant, leadId, uuidV7.next())).toEqual([placed.id]);
    expect(await holding(tenant, uuidV7.next())).toEqual([]);
    passes(1_000);
    const path = `/v1/legal-holds/${placed.id}`;
    const released = await tenant.post<LegalHold>(`${path}/release`, { reason: 'settled' });
    const { deletionsUnderWay: _none, ...hold } = placed;
    const release = { state: 'released', releasedAt: now.toISOString(), releasedBy: somebody, releaseReason: 'settled', version: 2 };
    expect(released.body).toEqual({ ...hold, ...release });
    expect((await tenant.get(path)).body).toEqual(released.body);
    expect(await holding(tenant, leadId)).toEqual([]);
    const again = await tenant.post<Problem>(`${path}/release`, { reason: 'settled' });
    expect([again.status, again.body.code]).toEqual([409, 'COMPLIANCE.LEGAL_HOLD_RELEASED']);
    const told = (type: string) => app.published.ofType(type).filter(({ key }) => key === `${tenant.tenantId}:${placed.id}`);
    await eventually(() => expect(told('legal-hold.released')).toHaveLength(1));
    expect(told('legal-hold.placed')).toEqual([expect.objectContaining({ data: expect.objectContaining({ leadId, holdsUntil: null }) })]);
    const words = [...told('legal-hold.placed'), ...told('legal-hold.released')].map(({ data }) => JSON.stringify(data));
    expect(words.join()).not.toMatch(/17 O 4|claim|settled/);
  });

  it('holds every lead that is merged with it, whichever way, and no longer once they are parted', async () => {
    const tenant = tenantOfSpec();
    const [survivor, merged, other] = [uuidV7.next(), uuidV7.next(), uuidV7.next()];
    const of = (leadId: string, sequence: number) => ({ tenantId: tenant.tenantId, leadId, sequence });
    await app.publish(
      leadCaptured(of(survivor, 1)),
      leadCaptured(of(merged, 1)),
      leadCaptured(of(other, 1)),
      leadMerged(of(merged, 2), survivor),
      leadMerged(of(other, 2), survivor),
    );
    const { body: hold } = await place(tenant, { leadId: merged });
    await eventually(async () => expect(await holding(tenant, other)).toEqual([hold.id]));
    expect(await holding(tenant, survivor)).toEqual([hold.id]);
    await app.publish(leadUnmerged(of(merged, 3), survivor));
    await eventually(async () => expect(await holding(tenant, survivor)).toEqual([]));
    expect(await holding(tenant, merged)).toEqual([hold.id]);
  });

  it('is in force for its time alone', async () => {
    const [tenant, leadId, day] = [tenantOfSpec(), uuidV7.next(), 86_400_000];
    const at = (days: number) => new Date(now.getTime() + days * day).toISOString();
    const { body: hold } = await place(tenant, { leadId, holdsFrom: at(1), holdsUntil: at(2) });
    const state = async () => [(await tenant.get<LegalHold>(`/v1/legal-holds/${hold.id}`)).body.state, await holding(tenant, leadId)];
    expect(await state()).toEqual(['pending', []]);
    passes(day);
    expect(await state()).toEqual(['in-force', [hold.id]]);
    passes(day);
    expect(await state()).toEqual(['ended', []]);
    const over = await tenant.post<Problem>('/v1/legal-holds', { ...CASE, leadId, holdsUntil: at(0) });
    expect([over.status, over.body.code]).toEqual([422, 'COMPLIANCE.LEGAL_HOLD_TIMES']);
  });
});

it('on a category holds the data of every lead of the tenant, and of no other tenant', async () => {
  const [tenant, other] = [tenantOfSpec(), tenantOfSpec()];
  const { body: hold } = await place(tenant, { category: 'decisions' });
  expect(await holding(tenant, uuidV7.next())).toEqual([hold.id]);
  expect(await holding(other, uuidV7.next())).toEqual([]);
  expect((await other.get(`/v1/legal-holds/${hold.id}`)).status).toBe(404);
  expect((await other.post(`/v1/legal-holds/${hold.id}/release`, { reason: 'mine' })).status).toBe(404);
});

it.each([{}, { leadId: uuidV7.next(), category: 'decisions' }, { category: 'everything' }])('refuses a hold on %j', async (subject) => {
  expect((await place(tenantOfSpec(), subject)).status).toBe(422);
});

it('lists holds latest first, page by page, by lead and by state', async () => {
  const [tenant, leadId] = [tenantOfSpec(), uuidV7.next()];
  const ids: string[] = [];
  for (const subject of [{ leadId }, { category: 'decisions' }, { leadId }]) ids.push((await place(tenant, subject)).body.id);
  await tenant.post(`/v1/legal-holds/${ids[0]}/release`, { reason: 'settled' });
  const list = async (query: string) =>
    (await tenant.get<{ items: LegalHold[]; nextCursor: string | null }>(`/v1/legal-holds?${query}`)).body;
  const first = await list('limit=2');
  const rest = await list(`limit=2&cursor=${first.nextCursor}`);
  expect([...first.items, ...rest.items].map(({ id }) => id)).toEqual(ids.toReversed());
  expect(rest.nextCursor).toBeNull();
  expect((await list(`leadId=${leadId}&state=in-force`)).items.map(({ id }) => id)).toEqual([ids[2]]);
});

describe('a hold and a deletion that meet', () => {
  it('which comes first wins, and the other is told', async () => {
    const tenant = tenantOfSpec();
    const [deleted, held, deletionId] = [uuidV7.next(), uuidV7.next(), uuidV7.next()];
    expect(await begin(tenant, deletionId, deleted)).toEqual([]);
    const begunAt = now.toISOString();
    passes(1_000);
    expect((await place(tenant, { leadId: deleted })).body.deletionsUnderWay).toEqual([{ deletionId, leadId: deleted, begunAt }]);
    const { body: hold } = await place(tenant, { leadId: held });
    expect((await begin(tenant, uuidV7.next(), held)).map(({ id }) => id)).toEqual([hold.id]);
    expect((await place(tenant, { leadId: held })).body.deletionsUnderWay).toEqual([]);
    await inTenant(tenant, (tx) => service().endDeletion(tx, deletionId));
    expect((await place(tenant, { leadId: deleted })).body.deletionsUnderWay).toEqual([]);
  });

  it('wait for each other: however many meet, none of them misses the other', async () => {
    const tenant = tenantOfSpec();
    const met = await Promise.all(
      Array.from({ length: 12 }, async () => {
        const leadId = uuidV7.next();
        const [hold, holds] = await Promise.all([place(tenant, { leadId }), begin(tenant, uuidV7.next(), leadId)]);
        return { wasTold: hold.body.deletionsUnderWay.length === 1, wasStopped: holds.length === 1 };
      }),
    );
    expect(met.filter(({ wasTold, wasStopped }) => wasTold === wasStopped)).toEqual([]);
  });
});
