import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { testDatabase } from '@leadstream/testing';
import pg from 'pg';
import { Ledger } from '../ledger.ts';
import { compareProjections } from './projections.ts';
import type { TopicRecord } from './read-topics.ts';
import { compareSlices } from './slices.ts';
import { compareTopics } from './topics.ts';

let database: Awaited<ReturnType<typeof testDatabase>>;
let client: pg.Client;
beforeAll(async () => {
  database = await testDatabase();
  client = new pg.Client({ connectionString: database.adminUrl });
  await client.connect();
});
afterAll(async () => {
  await client.end();
  await database.drop();
});

const LEAD = `INSERT INTO lead.lead (tenant_id, lead_id, email, source, source_metadata, status_changed_at, captured_at, created_at, updated_at)
              VALUES ($1, $2, $3, 'fair', $4, now(), now(), now(), now())`;

async function lead(tenantId: string, operation: string): Promise<string> {
  const leadId = randomUUID();
  await client.query(LEAD, [tenantId, leadId, `${leadId}@example.com`, JSON.stringify({ operation })]);
  await client.query(
    `INSERT INTO lead.lead_audit (tenant_id, lead_id, audit_id, action, version, changes, actor_kind, actor_id, request_id, recorded_at)
     VALUES ($1, $2, $3, 'created', 1, '[]', 'api-key', 'k', 'r', now())`,
    [tenantId, leadId, randomUUID()],
  );
  return leadId;
}

async function committed(tenantId: string, sequence: number, key = 'aggregate'): Promise<TopicRecord> {
  const eventId = randomUUID();
  const headers = { ce_id: eventId, ce_tenantid: tenantId, ce_sequence: String(sequence) };
  await client.query(
    `INSERT INTO lead.outbox (tenant_id, event_id, topic, partition_key, headers, payload) VALUES ($1, $2, 'topic', $3, $4, '{}')`,
    [tenantId, eventId, key, JSON.stringify(headers)],
  );
  return { topic: 'topic', partition: 0, offset: '0', key, headers };
}

it('finds a capture that was acked and is not there, one that is there twice, and one that nobody asked for', async () => {
  const ledger = new Ledger(randomUUID());
  for (const id of ['kept', 'lost', 'twice']) ledger.open({ id, kind: 'capture', size: 1 }).standing = 'acked';
  for (const id of ['kept', 'twice', 'twice', 'stray']) await lead(ledger.tenantId, id);
  const findings = await compareSlices(client, ledger);
  expect(findings.map(({ wrong, what }) => `${wrong} ${what.split(':')[0]}`).sort()).toEqual([
    'doubled stray',
    'doubled twice',
    'lost lost',
  ]);
});

it('finds a change that was acked and did not raise the version', async () => {
  const ledger = new Ledger(randomUUID());
  ledger.open({ id: 'captured', kind: 'capture', size: 1 }).standing = 'acked';
  ledger.open({ id: 'changed', kind: 'update', lead: 'captured', size: 1 }).standing = 'acked';
  await lead(ledger.tenantId, 'captured');
  expect(await compareSlices(client, ledger)).toMatchObject([{ wrong: 'lost', where: 'changes of leads' }]);
});

it('finds an event that the topic lacks, one that was never committed, and leaves repetitions to the consumers', async () => {
  const tenantId = randomUUID();
  const [first, second, third] = [await committed(tenantId, 1), await committed(tenantId, 2), await committed(tenantId, 3)];
  const stray: TopicRecord = { ...first, headers: { ...first.headers, ce_id: randomUUID() } };
  const { findings, redelivered } = await compareTopics(client, tenantId, [first, second, first, stray]);
  expect(findings).toMatchObject([
    { wrong: 'lost', what: `${third.headers['ce_id']}: 0 of 1` },
    { wrong: 'doubled', where: 'topics, never committed' },
  ]);
  expect(redelivered).toBe(1);
});

it("finds an aggregate's events in another order than they were committed, and a hole in their sequence", async () => {
  const tenantId = randomUUID();
  const [first, second] = [await committed(tenantId, 1), await committed(tenantId, 2)];
  expect((await compareTopics(client, tenantId, [second, first])).findings).toMatchObject([{ wrong: 'disordered', where: 'topic' }]);
  const far = await committed(tenantId, 4);
  expect((await compareTopics(client, tenantId, [first, second, far])).findings).toMatchObject([{ wrong: 'disordered', where: 'outbox' }]);
});

it('finds a lead that projections and the rollup do not know', async () => {
  const tenantId = randomUUID();
  await lead(tenantId, 'unheard of');
  const where = (await compareProjections(client, tenantId)).map((finding) => finding.where);
  expect(where.sort()).toEqual([
    'funnel rollup',
    'leads known to compliance',
    'leads known to email-events',
    'leads known to engagement',
    'lifecycles in analytics',
  ]);
});
