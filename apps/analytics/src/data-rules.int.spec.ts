import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { FUNNEL_STAGES } from '@leadstream/contracts';
import { type Refusal, RowTrial, testDatabase, type TestDatabase } from '@leadstream/testing';

const TENANT = '01920000-0000-7000-8000-000000000001';
const ID = '01920000-0000-7000-8000-000000000002';
const NOON = '2026-11-01T12:00:00Z';

const good = {
  lead_lifecycle: { tenant_id: TENANT, lead_id: ID, sequence: 1, source: 'web', captured_at: NOON },
  lifecycle_daily: {
    tenant_id: TENANT,
    captured_on: '2026-11-01',
    source: 'web',
    stage: 'captured',
    leads: 1,
    seconds_sum: -5,
    before_capture: 1,
  },
};

const refusals: readonly Refusal[] = [
  ['lead_lifecycle', { sequence: 0 }, 'lead_lifecycle_sequence_positive'],
  ['lead_lifecycle', { reached: '{"won":"2026-11-01T12:00:00Z"}' }, 'lead_lifecycle_stages_known'],
  ['lifecycle_daily', { stage: 'won' }, 'lifecycle_daily_stage_check'],
  ['lifecycle_daily', { leads: -1 }, 'lifecycle_daily_check'],
  ['lifecycle_daily', { before_capture: 2 }, 'lifecycle_daily_check'],
];

let database: TestDatabase;
let trial: RowTrial;
beforeAll(async () => {
  database = await testDatabase();
  trial = await RowTrial.open(database, 'analytics', TENANT, good);
});
afterAll(async () => {
  await trial?.close();
  await database?.drop();
});

it.each(Object.keys(good))('takes a good row of %s', async (table) => {
  expect(await trial.refusalOf(table, {})).toBeUndefined();
});

it.each(FUNNEL_STAGES)('knows the stage %s', async (stage) => {
  expect(await trial.refusalOf('lifecycle_daily', { stage })).toBeUndefined();
});

it.each(refusals)('refuses a row of %s with %j by %s', async (table, change, constraint) => {
  expect(await trial.refusalOf(table, change)).toBe(constraint);
});

it('has no rule that is not tried here', async () => {
  const tried = refusals.map(([table, , constraint]) => `${table}.${constraint}`);
  expect((await trial.rules()).filter((rule) => !tried.includes(rule))).toEqual([]);
});

it('has no number without a rule, but for seconds that may be negative', async () => {
  expect(await trial.unruledNumbers()).toEqual(['lifecycle_daily.seconds_sum']);
});
