import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, expect, it } from '@jest/globals';
import { leadStatusChangedV1, leadTopic, type LifecycleFunnel, privacyTopic } from '@leadstream/contracts';
import { type RunningService, startHttpService } from '@leadstream/http';
import {
  EventPublisher,
  type EventRecord,
  eventually,
  leadCaptured,
  leadDeleted,
  leadMerged,
  leadUnmerged,
  ServiceClient,
  serviceEnvironment,
  sql,
  testDatabase,
  type TestDatabase,
  testTopics,
  type TestTopics,
} from '@leadstream/testing';
import { AppModule } from '../app.module.js';
import { analyticsConfig } from '../config.js';
import { serviceOptions } from '../service-options.js';
import type { LeadLifecycle, RollupCell } from './lifecycle.js';
import { contributions, persons } from './lifecycle.rules.js';

let database: TestDatabase;
let topics: TestTopics;
let services: RunningService[];
let publisher: EventPublisher;
let tenantId: string;
let client: ServiceClient;

beforeAll(async () => {
  [database, topics] = await Promise.all([testDatabase(), testTopics([leadTopic, privacyTopic])]);
  publisher = await EventPublisher.connect(topics);
  const config = analyticsConfig.parse(serviceEnvironment('analytics', database, topics));
  // Two members of the group: partitions are worked on at the same time.
  services = await Promise.all([1, 2].map(() => startHttpService(AppModule.with(config), serviceOptions(config))));
});

afterAll(async () => {
  await Promise.all((services ?? []).map((service) => service.close()));
  await publisher?.close();
  await Promise.all([database?.drop(), topics?.drop()]);
});

beforeEach(() => {
  tenantId = randomUUID();
  client = new ServiceClient({ url: services[0]?.url ?? '', audience: 'analytics', tenantId, scopes: ['analytics:read'] });
});

const of = (leadId: string, sequence: number) => ({ tenantId, leadId, sequence });
const captured = (leadId: string, source: string, day: number) =>
  leadCaptured(of(leadId, 1), { source, capturedAt: `2018-02-0${day}T00:00:00.000Z` });
const moved = (leadId: string, sequence: number, to: string, day: number, trigger = 'manual'): EventRecord => ({
  contract: leadStatusChangedV1,
  event: {
    id: randomUUID(),
    tenantId,
    sequence,
    data: { leadId, from: 'new', to, changedAt: `2018-02-0${day}T00:00:00.000Z`, trigger, secondsInStage: 1, importId: null },
  },
});

/** Leads by stage, and where and when they were captured. */
async function funnel(): Promise<Record<string, number>> {
  const { body } = await client.get<LifecycleFunnel>('/v1/funnels/lifecycle?from=2018-01-01&to=2018-12-31&groupBy=source');
  return Object.fromEntries(
    body.groups.flatMap(({ key, stages }) => stages.filter(({ leads }) => leads > 0).map(({ stage, leads }) => [`${key} ${stage}`, leads])),
  );
}
const eventuallyFunnel = (expected: Record<string, number>) => eventually(async () => expect(await funnel()).toEqual(expected));

/** The rollup as it is kept, and as it follows from the leads alone. */
async function rollups(): Promise<{ kept: RollupCell[]; recounted: RollupCell[] }> {
  const kept = await sql<RollupCell>(
    database.adminUrl,
    `SELECT to_char(captured_on, 'YYYY-MM-DD') AS "capturedOn", source, stage, leads::int, seconds_sum::int AS "secondsSum", before_capture::int AS "beforeCapture"
       FROM analytics.lifecycle_daily WHERE tenant_id = $1 AND (leads, seconds_sum, before_capture) <> (0, 0, 0) ORDER BY 1, 2, 3`,
    [tenantId],
  );
  const states = await sql<LeadLifecycle>(
    database.adminUrl,
    `SELECT lead_id AS "leadId", sequence::int, source, captured_at AS "capturedAt", reached, deleted, merged_into AS "mergedInto"
       FROM analytics.lead_lifecycle WHERE tenant_id = $1`,
    [tenantId],
  );
  const cells = new Map<string, RollupCell>();
  for (const cell of persons(states).flatMap(contributions)) {
    const key = `${cell.capturedOn} ${cell.source} ${cell.stage}`;
    const sum = cells.get(key) ?? { ...cell, leads: 0, secondsSum: 0, beforeCapture: 0 };
    const [leads, secondsSum] = [sum.leads + cell.leads, sum.secondsSum + cell.secondsSum];
    cells.set(key, { ...sum, leads, secondsSum, beforeCapture: sum.beforeCapture + cell.beforeCapture });
  }
  return { kept, recounted: [...cells].sort(([one], [other]) => (one < other ? -1 : 1)).map(([, cell]) => cell) };
}

it('counts a person once, with every stage that one of its leads reached, until the merge is undone', async () => {
  const [a, b] = [randomUUID(), randomUUID()];
  await publisher.publishRecords([captured(a, 'email', 5), captured(b, 'social', 1), moved(b, 2, 'converted', 4)]);
  await eventuallyFunnel({ 'email captured': 1, 'social captured': 1, 'social converted': 1 });
  await publisher.publishRecords([leadMerged(of(b, 3), a), moved(a, 2, 'converted', 4, 'merge')]);
  await eventuallyFunnel({ 'email captured': 1, 'email converted': 1 });
  const { body } = await client.get<LifecycleFunnel>('/v1/funnels/lifecycle?from=2018-02-01&to=2018-02-01&groupBy=none');
  const conversion = body.total.stages.find(({ stage }) => stage === 'converted');
  // Three days from the first capture of the person to the conversion.
  expect(conversion).toMatchObject({ leads: 1, secondsFromCaptureSum: 259_200, reachedBeforeCapture: 0 });
  await publisher.publishRecords([leadUnmerged(of(b, 4), a, { source: 'social' }), moved(a, 3, 'new', 5, 'merge')]);
  await eventuallyFunnel({ 'email captured': 1, 'social captured': 1, 'social converted': 1 });
});

it('follows what still comes for a merged lead, and lets go of the person with its survivor', async () => {
  const [a, b] = [randomUUID(), randomUUID()];
  await publisher.publishRecords([captured(a, 'email', 5), captured(b, 'social', 1), leadMerged(of(b, 2), a)]);
  await eventuallyFunnel({ 'email captured': 1 });
  await publisher.publishRecords([moved(a, 2, 'contacted', 6)]);
  await eventuallyFunnel({ 'email captured': 1, 'email contacted': 1 });
  await publisher.publishRecords([leadDeleted(of(a, 3))]);
  await eventuallyFunnel({});
});

it('waits for a survivor that is not known yet', async () => {
  const [a, b, marker] = [randomUUID(), randomUUID(), randomUUID()];
  await publisher.publishRecords([
    captured(b, 'social', 1),
    moved(b, 2, 'converted', 4),
    leadMerged(of(b, 3), a),
    captured(marker, 'marker', 1),
  ]);
  await eventuallyFunnel({ 'marker captured': 1 });
  await publisher.publishRecords([captured(a, 'email', 5)]);
  await eventuallyFunnel({ 'marker captured': 1, 'email captured': 1, 'email converted': 1 });
});

it('comes out as a recount does, however merges of many leads are mixed and whoever works on them', async () => {
  const leads = Array.from({ length: 8 }, () => randomUUID());
  const versions = new Map(leads.map((lead) => [lead, 1]));
  let seed = 20_260_201;
  const chance = (): number => (seed = (Math.imul(seed, 1_664_525) + 1_013_904_223) >>> 0) / 2 ** 32;
  const pick = <T>(items: readonly T[]): T => items[Math.floor(chance() * items.length)] as T;
  const next = (lead: (typeof leads)[number]): number => {
    const version = (versions.get(lead) ?? 0) + 1;
    versions.set(lead, version);
    return version;
  };
  const step = (): EventRecord => {
    const lead = pick(leads);
    switch (pick(['merge', 'merge', 'unmerge', 'move', 'move'])) {
      case 'merge':
        return leadMerged(of(lead, next(lead)), pick(leads.filter((other) => other !== lead)));
      case 'unmerge':
        return leadUnmerged(of(lead, next(lead)), pick(leads), { source: pick(['email', 'social']) });
      default:
        return moved(lead, next(lead), pick(['contacted', 'qualified', 'converted']), 1 + Math.floor(chance() * 9));
    }
  };
  await publisher.publishRecords(leads.map((lead, index) => captured(lead, pick(['email', 'social']), 1 + index)));
  for (let round = 0; round < 40; round += 1) await publisher.publishRecords(Array.from({ length: 10 }, step));
  await eventually(
    async () => {
      const seen = await sql<{ lead_id: string; sequence: number }>(
        database.adminUrl,
        'SELECT lead_id, sequence::int FROM analytics.lead_lifecycle WHERE tenant_id = $1',
        [tenantId],
      );
      expect(new Map(seen.map(({ lead_id, sequence }) => [lead_id, sequence]))).toEqual(versions);
    },
    { withinMs: 30_000 },
  );
  const { kept, recounted } = await rollups();
  expect(kept).toEqual(recounted);
});
