import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  type ActivitySummary,
  type ContactSummary,
  type Deal,
  type Lead,
  LEAD_STATUSES,
  LIFECYCLE_STAGES,
  type Pipeline,
  type PipelineSummary,
  type Task,
} from '@leadstream/contracts';
import { uuidV7 } from '@leadstream/kernel';
import { inspect } from '../../test/inspect.js';
import { type LeadApp, startLeadApp } from '../../test/lead-app.js';
import type { Problem, TenantClient } from '../../test/tenant-client.js';

let app: LeadApp;
beforeAll(async () => {
  app = await startLeadApp();
});
afterAll(() => app.stop());

/** Mulberry32: the same figures in every run. */
function random(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
}

const DAY_MS = 86_400_000;
const ZONE = 'America/New_York';
const now = Date.now();
const ago = (days: number): string => new Date(now - days * DAY_MS).toISOString();
/** A day of a zone by what a calendar program says, not by where days begin. */
const dayIn = (zone: string, at: string): string => new Intl.DateTimeFormat('en-CA', { timeZone: zone }).format(new Date(at));
const pick = <T>(below: (limit: number) => number, of: readonly T[]): T => of[below(of.length)] as T;

async function all<T>(tenant: TenantClient, path: string): Promise<T[]> {
  const items: T[] = [];
  for (let cursor: string | null | undefined; cursor !== null;) {
    const separator = path.includes('?') ? '&' : '?';
    const page: { body: { items: T[]; nextCursor: string | null } } = await tenant.get(
      `${path}${separator}limit=200${cursor ? `&cursor=${cursor}` : ''}`,
    );
    items.push(...page.body.items);
    cursor = page.body.nextCursor;
  }
  return items;
}

async function leadsOf(tenant: TenantClient, count: number, below: (limit: number) => number, owners: readonly string[]): Promise<Lead[]> {
  const items = Array.from({ length: count }, (_, index) => {
    const lead = {
      ...{ externalId: `lead-${index}`, source: pick(below, ['web', 'referral', 'fair']), lifecycleStage: pick(below, LIFECYCLE_STAGES) },
      capturedAt: ago(below(60) + 0.01),
      ...(below(3) > 0 && { ownerId: pick(below, owners) }),
    };
    return { op: 'create', lead };
  });
  await tenant.post('/v1/leads/batch', { items });
  const leads = await all<Lead>(tenant, '/v1/leads');
  for (const lead of leads) {
    if (below(2) === 0) continue;
    const status = pick(below, LEAD_STATUSES.slice(1));
    const headers = { 'content-type': 'application/json', 'if-match': `"${lead.version}"` };
    await tenant.send('POST', `/v1/leads/${lead.id}/status`, { body: JSON.stringify({ status }), headers });
  }
  await tenant.delete(`/v1/leads/${leads[0]?.id}`, {
    'if-match': `"${(await tenant.get<Lead>(`/v1/leads/${leads[0]?.id}`)).body.version}"`,
  });
  return all<Lead>(tenant, '/v1/leads');
}

/** How many have each value. */
function countBy<T>(items: readonly T[], value: (item: T) => string | null): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const item of items) counts[String(value(item))] = (counts[String(value(item))] ?? 0) + 1;
  return counts;
}

const shown = (counts: readonly { key: string | null; count: number }[]): Record<string, number> =>
  Object.fromEntries(counts.flatMap(({ key, count }) => (count === 0 ? [] : [[String(key), count]])));

describe('the summary of contacts', () => {
  it('counts what the list of leads holds', async () => {
    const tenant = app.as();
    const below = random(1);
    const leads = await leadsOf(tenant, 60, below, [uuidV7.next(), uuidV7.next()]);
    const [hot, warm, cold] = leads.map(({ id }) => id) as [string, string, string];
    await inspect(
      app.database,
      `INSERT INTO lead_temperature (tenant_id, lead_id, temperature, model_number)
       SELECT $1, * FROM unnest($2::uuid[], ARRAY['hot', 'warm', 'cold', 'hot'], ARRAY[1, 1, 1, 1])
       ON CONFLICT (tenant_id, lead_id) DO UPDATE SET temperature = excluded.temperature`,
      [tenant.tenantId, [hot, warm, cold, leads[3]?.id]],
    );
    const { body } = await tenant.get<ContactSummary>(`/v1/summaries/contacts?timeZone=${ZONE}`);
    expect(body.total).toBe(59);
    expect(shown(body.byStatus)).toEqual(countBy(leads, ({ status }) => status));
    expect(shown(body.byLifecycleStage)).toEqual(countBy(leads, ({ lifecycleStage }) => lifecycleStage));
    expect(shown(body.bySource.items)).toEqual(countBy(leads, ({ source }) => source));
    expect(shown(body.byOwner.items)).toEqual(countBy(leads, ({ ownerId }) => ownerId));
    expect(shown(body.byTemperature)).toEqual({ hot: 2, warm: 1, cold: 56 });
    const { from, to } = body.window;
    const within = (at: string) => dayIn(ZONE, at) >= from && dayIn(ZONE, at) <= to;
    expect(body.inWindow).toEqual({
      captured: leads.filter(({ capturedAt }) => within(capturedAt)).length,
      converted: leads.filter(({ status }) => status === 'converted').length,
    });
    expect(body.inWindow.captured).toBeGreaterThan(0);
    expect(body.inWindow.converted).toBeGreaterThan(0);
    expect((await app.as().get<ContactSummary>('/v1/summaries/contacts')).body).toMatchObject({ total: 0, inWindow: { captured: 0 } });
  });

  it('counts a lead that converted once, also when it goes on, and only in its window', async () => {
    const tenant = app.as();
    const { body: lead } = await tenant.post<Lead>('/v1/leads', { email: 'ada@x.com' });
    const yesterday = ago(1);
    for (const [version, status, at] of [
      [1, 'converted', yesterday],
      [2, 'lost', yesterday],
      [3, 'converted', ago(0)],
    ] as const)
      // prettier-ignore
      await tenant.send('POST', `/v1/leads/${lead.id}/status`, {
        body: JSON.stringify({ status, changedAt: at }),
        headers: { 'content-type': 'application/json', 'if-match': `"${version}"` },
      });
    const converted = async (query: string) =>
      (await tenant.get<ContactSummary>(`/v1/summaries/contacts?${query}`)).body.inWindow.converted;
    expect(await converted('')).toBe(1);
    expect(await converted(`from=${ago(20).slice(0, 10)}&to=${ago(10).slice(0, 10)}`)).toBe(0);
  });

  it.each(['timeZone=Mars/Base', 'from=2026-02-02&to=2026-02-01', 'from=2020-01-01&to=2026-01-01'])('is refused for %s', async (query) => {
    for (const what of ['contacts', 'pipeline', 'activity'])
      expect((await app.as().get<Problem>(`/v1/summaries/${what}?${query}`)).body.code).toBe('LEAD.SUMMARY_INVALID');
  });
});

const cents = (amount: string): bigint => BigInt(amount.replace('.', ''));

/** Sums of deals by currency, weighted in per cent of cents. */
function sums(deals: readonly Deal[]): Record<string, readonly [bigint, bigint]> {
  const found: Record<string, readonly [bigint, bigint]> = {};
  for (const { value, probability } of deals) {
    if (!value) continue;
    const [sum, weighted] = found[value.currency] ?? [0n, 0n];
    found[value.currency] = [sum + cents(value.amount), weighted + cents(value.amount) * BigInt(probability)];
  }
  return Object.fromEntries(Object.entries(found).map(([currency, [sum, weighted]]) => [currency, [sum, (weighted + 50n) / 100n]]));
}

const read = (values: PipelineSummary['open']['values']) =>
  Object.fromEntries(values.map(({ sum, weighted }) => [sum.currency, [cents(sum.amount), cents(weighted.amount)]]));

const meanSeconds = (asOf: string, instants: readonly string[]): number | null =>
  instants.length === 0
    ? null
    : Math.floor(instants.reduce((sum, at) => sum + Date.parse(asOf) - Date.parse(at), 0) / instants.length / 1_000);

describe('the summary of a pipeline', () => {
  it('counts what the list of deals holds, and adds no currency to another', async () => {
    const tenant = app.as();
    const below = random(2);
    const { body: lead } = await tenant.post<Lead>('/v1/leads', { email: 'ada@x.com' });
    const [pipeline] = (await tenant.get<{ items: Pipeline[] }>('/v1/pipelines')).body.items as [Pipeline];
    const items = Array.from({ length: 80 }, (_, index) => {
      const stage = pick(below, pipeline.stages);
      const opened = below(50) + 10;
      const won = below(2) === 0;
      return {
        ...{ leadId: lead.id, name: `Deal ${index}`, stageId: stage.id, openedAt: ago(opened) },
        ...(below(4) > 0 && { value: { amount: `${below(1_000)}.${String(below(100)).padStart(2, '0')}`, currency: pick(below, ['EUR', 'USD', 'JPY']) } }),
        ...(stage.closes && { status: won ? 'closed-won' : 'closed-lost', closedAt: ago(below(opened)), ...(!won && { lossReason: 'price' }) }),
      }; // prettier-ignore
    });
    await tenant.post('/v1/deals/batch', { items });
    const [first] = await all<Deal>(tenant, '/v1/deals');
    await tenant.delete(`/v1/deals/${first?.id}`, { 'if-match': '"1"' });
    await inspect(app.database, `UPDATE pipeline_stage SET rots_after_days = 5 WHERE tenant_id = $1 AND place = 1`, [tenant.tenantId]);
    await inspect(app.database, `UPDATE deal SET created_at = created_at - interval '9 days', updated_at = updated_at - interval '9 days' WHERE tenant_id = $1 AND amount > 500`, [tenant.tenantId]); // prettier-ignore
    const { body } = await tenant.get<PipelineSummary>(`/v1/summaries/pipeline?timeZone=${ZONE}`);
    const deals = await all<Deal>(tenant, '/v1/deals');
    const open = deals.filter(({ closedAt }) => closedAt === null);
    expect(body.stages.map(({ stage }) => stage.name)).toEqual(pipeline.stages.filter(({ closes }) => !closes).map(({ name }) => name));
    for (const { stage, deals: count, values, rotting, meanAgeSeconds, meanSecondsInStage } of body.stages) {
      const own = open.filter(({ stageId }) => stageId === stage.id);
      expect([count, rotting, read(values)]).toEqual([own.length, own.filter((deal) => deal.rotting).length, sums(own)]);
      expect(meanAgeSeconds).toBe(meanSeconds(body.asOf, own.map(({ openedAt }) => openedAt))); // prettier-ignore
      expect(meanSecondsInStage).toBe(meanSeconds(body.asOf, own.map(({ stageEnteredAt }) => stageEnteredAt))); // prettier-ignore
    }
    expect([body.open.deals, read(body.open.values), body.open.rotting > 0]).toEqual([open.length, sums(open), true]);
    const { from, to } = body.window;
    const closed = deals.filter(({ closedAt }) => closedAt !== null && dayIn(ZONE, closedAt) >= from && dayIn(ZONE, closedAt) <= to);
    const [won, lost] = ['closed-won', 'closed-lost'].map((status) => closed.filter((deal) => deal.status === status)) as [Deal[], Deal[]];
    expect([body.closed.won.deals, body.closed.lost.deals]).toEqual([won.length, lost.length]);
    expect(Object.fromEntries(body.closed.won.values.map(({ amount, currency }) => [currency, cents(amount)]))).toEqual(
      Object.fromEntries(Object.entries(sums(won)).map(([currency, [sum]]) => [currency, sum])),
    );
    expect(body.closed.winRate01).toBeCloseTo(won.length / (won.length + lost.length), 12);
    expect((await app.as().get<Problem>(`/v1/summaries/pipeline?pipeline=${pipeline.id}`)).body.code).toBe('LEAD.PIPELINE_NOT_FOUND');
    expect((await app.as().get<PipelineSummary>('/v1/summaries/pipeline')).body).toMatchObject({
      open: { deals: 0, meanAgeSeconds: null },
    });
  });
});

describe('the summary of activity', () => {
  it('counts tasks and notes by member and by day in the zone of who asks', async () => {
    const tenant = app.as();
    const below = random(3);
    const { body: lead } = await tenant.post<Lead>('/v1/leads', { email: 'ada@x.com' });
    const members = [uuidV7.next(), uuidV7.next(), null];
    const subject = { kind: 'lead', id: lead.id };
    for (let index = 0; index < 40; index += 1) {
      const { body: task } = await tenant.post<Task>('/v1/tasks', {
        ...{ subject, type: 'call', title: `Call ${index}`, dueAt: ago(below(20) - 5), assigneeId: pick(below, members) },
      });
      if (below(3) === 0) continue;
      const how = below(4) === 0 ? 'dismiss' : 'complete';
      const { version } = (await tenant.get<Task>(`/v1/tasks/${task.id}`)).body;
      await tenant.send('POST', `/v1/tasks/${task.id}/${how}`, { body: '{}', headers: { 'content-type': 'application/json', 'if-match': `"${version}"` } }); // prettier-ignore
    }
    for (const body of ['one', 'two', 'three']) await tenant.post(`/v1/leads/${lead.id}/notes`, { body });
    // What was done today is spread over the days before, so that days of the zone and of UTC differ.
    await inspect(app.database, `UPDATE task SET closed_at = due_at, created_at = least(created_at, due_at - interval '1 day') WHERE tenant_id = $1 AND closed_at IS NOT NULL`, [tenant.tenantId]); // prettier-ignore
    const { body } = await tenant.get<ActivitySummary>(`/v1/summaries/activity?timeZone=${ZONE}`);
    const tasks = (await all<Task>(tenant, '/v1/tasks')).filter(({ dueAt }) => dayIn(ZONE, dueAt) <= body.window.to);
    const done = tasks.filter(({ state }) => state === 'completed');
    const late = tasks.filter(({ state, dueAt }) => (state === 'overdue' || state === 'pending') && dueAt <= body.asOf);
    expect(body.totals).toEqual({ tasksCompleted: done.length, tasksOverdue: late.length, notes: 3, interactions: 0 });
    expect(body.days).toHaveLength(30);
    for (const day of body.days) {
      const on = ({ dueAt }: Task) => dayIn(ZONE, dueAt) === day.day;
      expect([day.tasksCompleted, day.tasksOverdue]).toEqual([done.filter(on).length, late.filter(on).length]);
    }
    for (const { memberId, tasksCompleted, tasksOverdue, notes, days } of body.members) {
      const own = ({ assigneeId }: Task) => assigneeId === memberId;
      expect([tasksCompleted, tasksOverdue]).toEqual([done.filter(own).length, late.filter(own).length]);
      expect(notes).toBe(memberId === tenant.actor.id ? 3 : 0);
      expect(days.reduce((sum, day) => sum + day.tasksCompleted, 0)).toBe(tasksCompleted);
    }
    expect(new Set(body.members.map(({ memberId }) => memberId))).toEqual(new Set([...members, tenant.actor.id]));
    expect((await app.as().get<ActivitySummary>('/v1/summaries/activity')).body).toMatchObject({ totals: { notes: 0 }, members: [] });
  });

  it('counts what leads did once, without what was taken back', async () => {
    const tenant = app.as();
    const ids = Array.from({ length: 4 }, () => uuidV7.next());
    await inspect(
      app.database,
      `INSERT INTO scoring_contribution (tenant_id, source_id, kind, lead_id, occurred_at, event_id)
       SELECT $1, id, kind, id, at, id FROM unnest($2::uuid[], ARRAY['interaction.page_view', 'interaction.page_view', 'message.opened', 'interaction.form_view'],
         ARRAY['2026-03-08T04:59:59Z', '2026-03-08T05:00:00Z', '2026-03-08T06:00:00Z', '2026-03-08T07:00:00Z']::timestamptz[]) AS s (id, kind, at)`,
      [tenant.tenantId, ids],
    );
    await inspect(app.database, `INSERT INTO scoring_retraction (tenant_id, source_id, retracted_at, event_id) VALUES ($1, $2, now(), $2)`, [tenant.tenantId, ids[3]]); // prettier-ignore
    // Midnight in New York was at 5 o'clock.
    const { body } = await tenant.get<ActivitySummary>(`/v1/summaries/activity?from=2026-03-07&to=2026-03-08&timeZone=${ZONE}`);
    expect(body.days.map(({ day, interactions }) => [day, interactions])).toEqual([['2026-03-07', 1], ['2026-03-08', 1]]); // prettier-ignore
    expect(body.totals.interactions).toBe(2);
  });
});
