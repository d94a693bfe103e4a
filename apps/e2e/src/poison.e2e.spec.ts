import { randomUUID } from 'node:crypto';
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  allEvents,
  allGroups,
  complianceAudit,
  contractName,
  deadLetterTopicOf,
  type EventContract,
  type Lead,
  type Lead360,
} from '@leadstream/contracts';
import { captureEvents, type CapturedEvent, eventually, testKafka } from '@leadstream/testing';
import pg from 'pg';
import { APPS } from '../../../infra/local/index.ts';
import type { GatewayClient } from './gateway-client.js';
import { boundsOf, caughtUp, type Group, schemaOfGroup } from './group-progress.js';
import { type Poison, POISON_CANARY, poisonsOf, type RawRecord, soundRecord } from './poison-records.js';
import { startSystem, type System } from './system.js';

/** In the order in which they are sent; its index stands in a header of the record. */
interface Sent {
  readonly contract: EventContract;
  readonly record: RawRecord;
  /** Undefined for a proper event. */
  readonly poison: Poison | undefined;
}

const INDEX = 'x-spec-index';
/** Kafka's limit is for a batch: what is large travels alone. */
const LARGE_BYTES = 50_000;

let system: System;
let client: GatewayClient;
let admin: pg.Pool;
let tenantId: string;
beforeAll(async () => {
  system = await startSystem();
  client = await system.createTenant('Poison');
  tenantId = (await client.get<{ id: string }>('/v1/tenants/current')).body.id;
  admin = new pg.Pool({ connectionString: system.adminUrl, max: 2 });
});
afterAll(async () => {
  await admin?.end();
  await system?.stop();
});

const readTopics = [...new Set(allGroups.flatMap(({ topics }) => topics))].map((topic) => ({ topic, name: topic.name }));

describe.each(readTopics)('poison on $name', ({ topic }) => {
  const groups = allGroups.filter((group) => group.topics.includes(topic));
  const contracts = allEvents.filter((contract) => contract.topic === topic);
  const sent: Sent[] = [];
  let log: readonly CapturedEvent[];
  const letters = new Map<Group, readonly CapturedEvent[]>();

  beforeAll(async () => {
    for (const [turn, contract] of contracts.entries()) {
      const sound = (): Sent => ({ contract, record: soundRecord(contract, tenantId), poison: undefined });
      for (const poison of poisonsOf(contract, tenantId, turn)) sent.push(sound(), { contract, record: poison.record, poison });
      sent.push(sound());
    }
    await send(system.topicName(topic.name), (await boundsOf(system, topic.name)).length, sent);
    await Promise.all(groups.map((group) => caughtUp(system, admin, group)));
    log = await readAll(topic.name);
    await Promise.all(groups.map(async (group) => letters.set(group, await readAll(deadLetterTopicOf(topic.name, group.name)))));
  });

  it.each(groups.map((group) => ({ group, name: group.name })))(
    'becomes what it must in $name, and harms no neighbour',
    async ({ group }) => {
      const reasons = reasonsByIndex(log, letters.get(group) ?? []);
      const handled = await handledBy(group);
      const isHandled = ({ record }: Sent): boolean => handled.has(String(record.headers['ce_id']));
      const read = new Set(sent.filter((one) => one.poison === undefined && isHandled(one)).map(({ contract }) => contract));
      expect([...read].map(contractName)).not.toEqual([]);
      const findings = sent.flatMap((one, index) => {
        const found = reasons.get(index) ?? [];
        const isSettled = group === complianceAudit ? isKeptAsExpected : isAsExpected;
        return isSettled(one, read.has(one.contract), found, isHandled(one))
          ? []
          : [`${contractName(one.contract)}: ${one.poison?.name ?? 'a proper event'}: ${JSON.stringify(found)}`];
      });
      expect(findings).toEqual([]);
    },
  );

  it('is told of by codes, never by what it held', () => {
    const added = [...letters.values()]
      .flat()
      .flatMap(({ headers }) => Object.entries(headers).filter(([name]) => name.startsWith('dlq_')));
    expect(added.length).toBeGreaterThan(0);
    expect(JSON.stringify(added)).not.toContain(POISON_CANARY);
    const files = [...APPS.map((app) => system.apps.logFile(app)), ...globSync(join(system.traceFolder, 'traces', '*.jsonl'))];
    expect(files.filter((file) => readFileSync(file, 'utf8').includes(POISON_CANARY))).toEqual([]);
  });

  it('leaves every service at work', async () => {
    const { body: lead } = await client.post<Lead>('/v1/leads', { email: `${randomUUID()}@example.com` });
    await eventually(async () => {
      const { body } = await client.get<Lead360>(`/v1/leads/${lead.id}/360`);
      expect(body).toMatchObject({ compliance: { known: true }, missing: [] });
    });
  });
});

function isAsExpected({ poison, record }: Sent, isRead: boolean, reasons: readonly string[], isHandled: boolean): boolean {
  const isPutAside = reasons.length === 1 && reasons[0] !== '';
  const isUntouched = reasons.length === 0 && !isHandled;
  if (poison?.becomes === 'passed_over') return isUntouched;
  // Whoever does not read the type does not look any further; a record without one is everybody's.
  if (!isRead && record.headers['ce_type'] !== undefined) return isUntouched;
  if (poison === undefined) return isHandled && reasons.length === 0;
  if (poison.becomes === 'settled') return isPutAside !== isHandled;
  return isPutAside && !isHandled && poison.becomes.test(reasons[0] ?? '');
}

/** What only a contract says against a record. */
const BY_CONTRACT = ['schema_violation:', 'unsupported_version', 'subject_mismatch'];

/** The audit trail keeps records of any type, and holds none against a contract. */
function isKeptAsExpected({ poison }: Sent, _isRead: boolean, reasons: readonly string[], isHandled: boolean): boolean {
  const isPutAside = reasons.length === 1 && reasons[0] !== '';
  if (poison === undefined) return isHandled && reasons.length === 0;
  const { becomes } = poison;
  if (typeof becomes === 'string' || BY_CONTRACT.some((reason) => becomes.test(reason))) return isPutAside !== isHandled;
  return isPutAside && !isHandled && becomes.test(reasons[0] ?? '');
}

/** To every partition in turn: kafkajs takes minutes to hash a key of a megabyte. */
async function send(topic: string, partitions: number, all: readonly Sent[]): Promise<void> {
  const producer = testKafka().producer();
  await producer.connect();
  let batch: (RawRecord & { headers: object })[] = [];
  const flush = async (): Promise<void> => {
    if (batch.length > 0) await producer.send({ topic, messages: batch });
    batch = [];
  };
  for (const [index, { record }] of all.entries()) {
    const { key, value, headers } = record;
    const message = { partition: index % partitions, key, value, headers: { ...headers, [INDEX]: String(index) } };
    const isLarge =
      [key, value, ...Object.values(headers)].some((part) => (part?.length ?? 0) > LARGE_BYTES) || Object.keys(headers).length > 100;
    if (isLarge || batch.length === 100) await flush();
    batch.push(message);
    if (isLarge) await flush();
  }
  await flush();
  await producer.disconnect();
}

/** Everything that a topic holds by now. */
async function readAll(topic: string): Promise<readonly CapturedEvent[]> {
  const name = system.topicName(topic);
  const count = (await boundsOf(system, topic)).reduce((sum, { low, end }) => sum + end - low, 0);
  const capture = await captureEvents(name);
  await eventually(() => expect(capture.events.length).toBeGreaterThanOrEqual(count), { withinMs: 120_000 });
  await capture.stop();
  return capture.events;
}

/** Reasons of the dead letters, by the index of the record that they stand for. */
function reasonsByIndex(log: readonly CapturedEvent[], all: readonly CapturedEvent[]): Map<number, string[]> {
  const indexAt = new Map(log.map(({ partition, offset, headers }) => [`${partition}/${offset}`, Number(headers[INDEX])]));
  const reasons = new Map<number, string[]>();
  for (const { headers } of all) {
    const index = indexAt.get(`${headers['dlq_partition']}/${headers['dlq_offset']}`) ?? Number.NaN;
    reasons.set(index, [...(reasons.get(index) ?? []), headers['dlq_reason'] ?? '']);
  }
  return reasons;
}

/** By the group's inbox; the audit trail has none. */
async function handledBy(group: Group): Promise<ReadonlySet<string>> {
  const { rows } =
    group === complianceAudit
      ? await admin.query<{ id: string }>('SELECT event_id AS id FROM compliance.audit_entry')
      : await admin.query<{ id: string }>(`SELECT event_id AS id FROM ${schemaOfGroup(group)}.inbox WHERE consumer_group = $1`, [
          group.name,
        ]);
  return new Set(rows.map(({ id }) => id));
}
