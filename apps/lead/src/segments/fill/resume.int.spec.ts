import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { uuidV7 } from '@leadstream/kernel';
import { TenantDatabase } from '@leadstream/persistence';
import { eventually, sql } from '@leadstream/testing';
import pg from 'pg';
import { type LeadApp, startLeadApp } from '../../../test/lead-app.js';
import { membersOf, movesOf, ready } from '../../../test/segments.js';
import { ifMatch, type TenantClient } from '../../../test/tenant-client.js';
import { LeadRepository } from '../../lead-store/lead.repository.js';
import { EMPTY_LEAD, type LeadRecord } from '../../lead/lead.js';
import { SegmentVerificationService } from '../verify/segment-verification.service.js';
import { SegmentFillService } from './segment-fill.service.js';

const LEADS = 45;
const ACME = { field: 'company', operator: 'eq', value: 'Acme' };
const RESTING = { field: 'statusChangedAt', operator: 'at-least-ago', value: { count: 14, unit: 'day' } };

let aheadMs = 0;
let app: LeadApp;
beforeAll(async () => {
  // Nobody fills segments until a worker is started.
  const settings = { ROLE: 'api,relay', SEGMENT_FILL_LEADS: '10', SEGMENT_POLL_MS: '20' };
  app = await startLeadApp(settings, { now: () => new Date(Date.now() + aheadMs) });
});
afterAll(() => app.stop());

class Crash extends Error {}

/** Fills as a worker does for `sets` sets of leads, then dies in the middle of the next one. */
async function fillUntilCrash({ tenantId }: TenantClient, sets: number): Promise<void> {
  const [database, fills] = [app.service.app.get(TenantDatabase), app.service.app.get(SegmentFillService)];
  for (let count = 0; count < sets; count += 1) await database.inTenant(tenantId, (tx) => fills.goOn(tx));
  const dying = database.inTenant(tenantId, async (tx) => {
    await fills.goOn(tx);
    throw new Crash();
  });
  await expect(dying).rejects.toThrow(Crash);
}

/** Leads in the order in which they are looked at: their ids grow. Every other one is of Acme, beginning with the first. */
async function leadsOf(tenant: TenantClient): Promise<string[]> {
  const items = Array.from({ length: LEADS }, (_, n) => ({ op: 'create', lead: { externalId: `${n}`, company: companyOf(n) } }));
  const { body } = await tenant.post<{ items: { id: string }[] }>('/v1/leads/batch', { items });
  return body.items.map(({ id }) => id);
}

/** As {@link leadsOf}, of which nothing is told: nobody but a filling looks at them. */
async function unheardOf({ tenantId }: TenantClient): Promise<string[]> {
  const at = new Date();
  const instants = { statusChangedAt: at, capturedAt: at, createdAt: at, updatedAt: at, deletedAt: null };
  const leads = Array.from({ length: LEADS }, (_, n): LeadRecord => {
    return { ...EMPTY_LEAD, ...instants, leadId: uuidV7.next(), version: 1, status: 'new', externalId: `${n}`, company: companyOf(n) };
  });
  await app.service.app.get(TenantDatabase).inTenant(tenantId, (tx) => new LeadRepository().create(tx, tenantId, leads));
  return leads.map(({ leadId }) => leadId);
}

const companyOf = (n: number): string => (isOfAcme(n) ? 'Acme' : 'Beta');
const isOfAcme = (n: number): boolean => n % 2 === 0;

/** Everybody comes in and leaves in turn, and whoever came in last is in. */
function demandTurns(segmentId: string, members: readonly string[]): void {
  const inside = new Set<string>();
  for (const move of movesOf(app, segmentId)) {
    const [word, leadId = ''] = move.split(' ');
    expect([move, inside.has(leadId)]).toEqual([move, word === 'left']);
    if (word === 'entered') inside.add(leadId);
    else inside.delete(leadId);
  }
  expect([...inside].toSorted()).toEqual(members);
}

it('a segment whose worker dies in the middle is filled to its end by another one, whatever happened to leads meanwhile', async () => {
  const kinds = [
    { name: 'dynamic', kind: 'dynamic', filter: ACME },
    { name: 'timed', kind: 'dynamic', filter: { or: [ACME, RESTING] } },
    { name: 'static', kind: 'static', filter: ACME },
  ];
  const trials = await Promise.all(
    kinds.map(async (stated) => {
      const tenant = app.as(undefined, ['leads:read', 'leads:write', 'tenant:write']);
      const ids = await leadsOf(tenant);
      const { id } = (await tenant.post<{ id: string }>('/v1/segments', stated)).body;
      return { ...stated, tenant, ids, id };
    }),
  );
  for (const { tenant, ids, id, name } of trials) {
    await fillUntilCrash(tenant, 2);
    const [row] = await sql(app.database.adminUrl, 'SELECT filled_up_to FROM lead.segment WHERE segment_id = $1', [id]);
    expect([name, row]).toEqual([name, { filled_up_to: ids[19] }]);
    expect([name, await membersOf(tenant, id)]).toEqual([name, ids.slice(0, 20).filter((_, n) => isOfAcme(n))]);
    // Of those that were looked at, and of those that were not, one leaves Acme and one comes to it.
    for (const n of [0, 1, 40, 41]) await tenant.patch(`/v1/leads/${ids[n]}`, 1, { company: isOfAcme(n) ? 'Beta' : 'Acme' });
    await tenant.delete(`/v1/leads/${ids[42]}`, ifMatch(1));
  }
  const another = await app.startAnother({ ROLE: 'worker' });
  for (const { tenant, ids, id, name, kind } of trials) {
    await ready(tenant, id);
    const gone = kind === 'static' ? [40, 42] : [0, 40, 42];
    const come = kind === 'static' ? [41] : [1, 41];
    const members = ids.filter((_, n) => come.includes(n) || (isOfAcme(n) && !gone.includes(n)));
    await eventually(
      async () => {
        expect([name, await membersOf(tenant, id)]).toEqual([name, members]);
        demandTurns(id, members);
      },
      { withinMs: 60_000 },
    );
  }
  // Time will move whoever is not in already, and lives.
  const [{ tenant: { tenantId: timed = '' } = {}, ids: all = [] } = {}] = trials.filter(({ name }) => name === 'timed');
  const looks = await sql<{ id: string }>(app.database.adminUrl, 'SELECT lead_id AS id FROM lead.segment_lead_look WHERE tenant_id = $1', [
    timed,
  ]);
  const waiting = all.filter((_, n) => n !== 42 && ![1, 41].includes(n) && (!isOfAcme(n) || [0, 40].includes(n)));
  expect(waiting.filter((id) => !looks.some((look) => look.id === id))).toEqual([]);
  // A recount goes through the leads as a filling does, ten at a time.
  for (const { tenant, ids, id } of trials.slice(0, 1)) {
    const change = (text: string, ...values: unknown[]) => sql(app.database.adminUrl, text, [id, ...values]);
    await change('DELETE FROM lead.segment_member WHERE segment_id = $1 AND lead_id = $2', ids[44]);
    await change('UPDATE lead.segment_member SET lead_id = $3 WHERE segment_id = $1 AND lead_id = $2', ids[2], ids[3]);
    const verification = app.service.app.get(SegmentVerificationService);
    const verdicts = await app.service.app.get(TenantDatabase).readInTenant(tenant.tenantId, (tx) => verification.verify(tx));
    expect(verdicts).toMatchObject([{ found: 22, missing: [ids[2], ids[44]], surplus: [ids[3]] }]);
  }
  await another.close();
});

it('a segment of which leads cannot be looked at lets others be filled, tries fewer together, and is filled once they can', async () => {
  const tenant = app.as(undefined, ['leads:read', 'leads:write', 'tenant:write']);
  const made = async (name: string, filter: object) =>
    (await tenant.post<{ id: string }>('/v1/segments', { name, kind: 'dynamic', filter })).body;
  const ids = await unheardOf(tenant);
  const [held, free] = [await made('held', ACME), await made('free', { not: ACME })];
  const other = new pg.Client({ connectionString: app.database.adminUrl });
  await other.connect();
  try {
    await other.query('BEGIN');
    // Whoever fills the segment waits for what becomes of this row.
    const row = [tenant.tenantId, held.id, ids[0]];
    await other.query('INSERT INTO lead.segment_member (tenant_id, segment_id, lead_id, entered_at) VALUES ($1, $2, $3, now())', row);
    await app.startAnother({ ROLE: 'worker', SEGMENT_FILL_LEADS: '40' });
    await ready(tenant, free.id);
    expect(await membersOf(tenant, free.id)).toEqual(ids.filter((_, n) => !isOfAcme(n)));
    const [waiting] = await sql<{ status: string; fill_leads: number }>(
      app.database.adminUrl,
      'SELECT status, fill_leads FROM lead.segment WHERE segment_id = $1',
      [held.id],
    );
    expect(waiting?.status).toBe('backfilling');
    expect(waiting?.fill_leads).toBeLessThanOrEqual(20);
    await other.query('ROLLBACK');
    aheadMs = 600_000;
    await ready(tenant, held.id);
    expect(await membersOf(tenant, held.id)).toEqual(ids.filter((_, n) => isOfAcme(n)));
  } finally {
    aheadMs = 0;
    await other.end();
  }
});
