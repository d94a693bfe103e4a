import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { CHANNELS } from '@leadstream/contracts';
import { type Refusal, RowTrial, testDatabase, type TestDatabase } from '@leadstream/testing';

const TENANT = '01920000-0000-7000-8000-000000000001';
const ID = '01920000-0000-7000-8000-000000000002';
const NOON = '2026-11-01T12:00:00Z';
const SIX_MINUTES_ON = '2026-11-01T12:06:00Z';

const good = {
  interaction: {
    tenant_id: TENANT,
    id: ID,
    recorded_at: NOON,
    client_event_id: 'a',
    lead_id: ID,
    kind: 'page_view',
    occurred_at: NOON,
  },
  interaction_key: { tenant_id: TENANT, client_event_id: 'a', interaction_id: ID, recorded_at: NOON },
  known_lead: { tenant_id: TENANT, lead_id: ID, sequence: 1 },
  lead_stream: { tenant_id: TENANT, lead_id: ID, sequence: 1 },
};

const refusals: readonly Refusal[] = [
  ['interaction', { channel: 'pigeon' }, 'interaction_channel_check'],
  ['interaction', { value: -0.01 }, 'interaction_value_check'],
  ['interaction', { value: 'NaN' }, 'interaction_value_bounded'],
  ['interaction', { kind: 'Page view' }, 'interaction_kind_word'],
  ['interaction', { occurred_at: SIX_MINUTES_ON }, 'interaction_not_in_future'],
  ['interaction', { occurred_at: '1969-12-31T23:59:59Z' }, 'interaction_not_before_unix'],
  ['interaction', { content: '[]' }, 'interaction_content_object'],
  ['known_lead', { sequence: 0 }, 'known_lead_sequence_check'],
  ['lead_stream', { sequence: 0 }, 'lead_stream_sequence_check'],
];

let database: TestDatabase;
let trial: RowTrial;
beforeAll(async () => {
  database = await testDatabase();
  trial = await RowTrial.open(database, 'engagement', TENANT, good);
});
afterAll(async () => {
  await trial?.close();
  await database?.drop();
});

it.each(Object.keys(good))('takes a good row of %s', async (table) => {
  expect(await trial.refusalOf(table, {})).toBeUndefined();
});

it.each(CHANNELS)('knows the channel %s', async (channel) => {
  expect(await trial.refusalOf('interaction', { channel })).toBeUndefined();
});

it.each(refusals)('refuses a row of %s with %j by %s', async (table, change, constraint) => {
  expect(await trial.refusalOf(table, change)).toBe(constraint);
});

it('has no rule that is not tried here', async () => {
  const tried = refusals.map(([table, , constraint]) => `${table}.${constraint}`);
  expect((await trial.rules()).filter((rule) => !tried.includes(rule))).toEqual([]);
});

it('has no number without a rule', async () => {
  expect(await trial.unruledNumbers()).toEqual([]);
});
