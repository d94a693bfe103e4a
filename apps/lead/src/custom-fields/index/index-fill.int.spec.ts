import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { CustomField, CustomFieldConflict, Lead } from '@leadstream/contracts';
import { uuidV7 } from '@leadstream/kernel';
import { TenantDatabase } from '@leadstream/persistence';
import { inspect } from '../../../test/inspect.js';
import { type LeadApp, startLeadApp } from '../../../test/lead-app.js';
import { ifMatch, type Problem, type TenantClient } from '../../../test/tenant-client.js';
import { EMPTY_LEAD } from '../../lead/lead.js';
import { LeadRepository } from '../../lead-store/lead.repository.js';
import { IndexFillService } from './index-fill.service.js';

/** More than an index is filled with by the transaction that marks its field. */
const LEADS = 10_010;

let app: LeadApp;
let tenant: TenantClient;
let ids: readonly string[];
let size: CustomField;
let badge: CustomField;
beforeAll(async () => {
  // Nobody fills indexes but the spec.
  app = await startLeadApp({ ROLE: 'api,relay' });
  tenant = app.as(undefined, ['leads:read', 'leads:write', 'tenant:write']);
  size = (await tenant.post<CustomField>('/v1/custom-fields', { key: 'size', label: 'Size', type: 'number' })).body;
  badge = (await tenant.post<CustomField>('/v1/custom-fields', { key: 'badge', label: 'Badge', type: 'text' })).body;
  ids = await manyLeads();
});
afterAll(() => app.stop());

/** Sizes are their places; badges, too, but that the last lead has that of the second. */
async function manyLeads(): Promise<string[]> {
  const [database, leads] = [app.service.app.get(TenantDatabase), app.service.app.get(LeadRepository)];
  const now = new Date();
  const instants = { statusChangedAt: now, capturedAt: now, createdAt: now, updatedAt: now, deletedAt: null };
  const made = Array.from({ length: LEADS }, (_, place) => {
    const customFields = { [size.id]: String(place), [badge.id]: place === LEADS - 1 ? 'B1' : `b${place}` };
    return { ...EMPTY_LEAD, externalId: `e${place}`, customFields, leadId: uuidV7.next(), version: 1, status: 'new' as const, ...instants };
  });
  for (let from = 0; from < LEADS; from += 1_000)
    await database.inTenant(tenant.tenantId, (tx) => leads.create(tx, tenant.tenantId, made.slice(from, from + 1_000)));
  return made.map(({ leadId }) => leadId);
}

const service = () => [app.service.app.get(TenantDatabase), app.service.app.get(IndexFillService)] as const;

/** As the job does, until nothing is left to do. */
async function fillAll(): Promise<void> {
  const [database, fills] = service();
  await fills.fillAll({ step: database.withoutTenant.bind(database), stepInTenant: database.inTenant.bind(database) });
}

class Crash extends Error {}

/** As the job does for some batches; it dies at the end of the next one. */
async function fillUntilCrash(batches: number): Promise<void> {
  const [database, fills] = service();
  for (let batch = 0; batch < batches; batch += 1) await database.inTenant(tenant.tenantId, (tx) => fills.goOn(tx));
  const dying = database.inTenant(tenant.tenantId, async (tx) => {
    await fills.goOn(tx);
    throw new Crash();
  });
  await expect(dying).rejects.toThrow(Crash);
}

const read = async ({ id }: CustomField) => (await tenant.get<CustomField>(`/v1/custom-fields/${id}`)).body;
const set = async (place: number, customFields: object) => {
  const { body } = await tenant.get<Lead>(`/v1/leads/${ids[place]}`);
  return tenant.patch<Lead & Problem>(`/v1/leads/${ids[place]}`, body.version, { customFields });
};
const search = (body: object) => tenant.post<Problem & { items: Lead[] }>('/v1/leads/search', body);
const conflicts = async () => (await tenant.get<{ items: CustomFieldConflict[] }>(`/v1/custom-fields/${badge.id}/conflicts`)).body.items;

describe('an index that many leads come into', () => {
  it('is filled in the background, from where a crash left it, whatever is written meanwhile', async () => {
    const { status, body } = await tenant.patch<CustomField>(`/v1/custom-fields/${size.id}`, 1, { indexed: true });
    expect([status, body.indexState, body.version]).toEqual([200, 'filling', 2]);
    await fillUntilCrash(2);
    // Of leads that were gone through and of those that were not, one changes and one goes.
    expect([(await set(10, { size: 70_000 })).status, (await set(9_000, { size: 90_000 })).status]).toEqual([200, 200]);
    for (const place of [11, 9_001]) await tenant.delete(`/v1/leads/${ids[place]}`, ifMatch(1));
    const refused = await search({ sort: '-customFields.size' });
    expect([refused.status, refused.body.errors?.map(({ code }) => code)]).toEqual([422, ['sort.index_filling']]);
    const large = { field: 'customFields.size', operator: 'gte', value: 70_000 };
    expect((await search({ filter: large })).body.items.map(({ id }) => id).toSorted()).toEqual([ids[10], ids[9_000]].toSorted());

    await fillAll();
    expect(await read(size)).toMatchObject({ indexState: 'ready', version: 2 });
    const sorted = await search({ sort: '-customFields.size', limit: 3 });
    expect(sorted.body.items.map(({ id }) => id)).toEqual([ids[9_000], ids[10], ids[LEADS - 1]]);
    const wrong = await inspect(
      app.database,
      `SELECT l.lead_id FROM lead l LEFT JOIN lead_custom_value v ON v.tenant_id = l.tenant_id AND v.field_id = $2 AND v.lead_id = l.lead_id
         AND v.sort_key = '1' || lpad((l.custom_fields ->> $2::uuid::text) || '000000', 18, '0') AND v.live = (l.deleted_at IS NULL)
       WHERE l.tenant_id = $1 AND v.lead_id IS NULL
       UNION ALL SELECT lead_id FROM lead_custom_value WHERE tenant_id = $1 AND field_id = $2 GROUP BY lead_id HAVING count(*) > 1`,
      [tenant.tenantId, size.id],
    );
    expect(wrong).toEqual([]);
  });

  it('is emptied in the background once nobody needs it', async () => {
    await tenant.patch(`/v1/custom-fields/${size.id}`, 2, { indexed: false });
    expect((await read(size)).indexState).toBe('none');
    await fillAll();
    expect(await inspect(app.database, 'SELECT FROM lead_custom_value WHERE field_id = $1', [size.id])).toEqual([]);
  });
});

describe('a field that is to be unique among many leads', () => {
  it('tells which of them share values, and keeps them apart once none do', async () => {
    expect((await tenant.patch<CustomField>(`/v1/custom-fields/${badge.id}`, 1, { unique: true })).body.indexState).toBe('filling');
    await fillUntilCrash(1);
    // Nobody knows yet who has it: neither a new lead nor one that is written for another reason is refused.
    const twin = await tenant.post<Lead>('/v1/leads', { externalId: 'twin', customFields: { badge: 'B5' } });
    expect([twin.status, (await set(5, { size: 1 })).status]).toEqual([201, 200]);

    await fillAll();
    expect((await read(badge)).indexState).toBe('conflicting');
    expect(await conflicts()).toEqual([
      { code: 'unique.repeated', value: 'B1', leads: 2, leadIds: [ids[LEADS - 1], ids[1]] },
      { code: 'unique.repeated', value: 'B5', leads: 2, leadIds: [twin.body.id, ids[5]] },
    ]);
    expect((await search({ sort: 'customFields.badge', limit: 1 })).status).toBe(200);

    expect((await set(1, { badge: 'own' })).status).toBe(200);
    await fillAll();
    expect([(await read(badge)).indexState, (await conflicts()).map(({ value }) => value)]).toEqual(['conflicting', ['B5']]);
    await tenant.delete(`/v1/leads/${twin.body.id}`, ifMatch(1));
    await fillAll();
    expect([(await read(badge)).indexState, await conflicts()]).toEqual(['ready', []]);
    for (const [place, value] of [[2, 'B3'], [3, 'OWN'], [4, 'b1']] as const) expect((await set(place, { badge: value })).status).toBe(409); // prettier-ignore
    const restored = await tenant.send<Problem>('POST', `/v1/leads/${twin.body.id}/restore`);
    expect([restored.status, restored.body.code]).toEqual([409, 'LEAD.DUPLICATE_CUSTOM_VALUE']);
  });
});
