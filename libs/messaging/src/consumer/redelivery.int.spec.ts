import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, expect, it } from '@jest/globals';
import { eventually } from '@leadstream/testing';
import { type KafkaClient, readFreshness, type RecordBatch } from '../index.js';
import { GROUP, type Member, noteRecord, recordEffects, Stage } from '../spec/stage.spec.js';

let stage: Stage;
let member: Member;
const tenantId = randomUUID();
const records = Array.from({ length: 50 }, (_, n) => noteRecord({ tenantId, n }));
const ids = records.map(({ id }) => id).sort();

beforeAll(async () => {
  stage = await Stage.open();
});
afterEach(() => member.stop());
afterAll(() => stage.close());

async function appliedIds(): Promise<string[]> {
  return (await stage.effects()).map(({ event_id }) => event_id).sort();
}

async function committed(): Promise<number> {
  const admin = await stage.kafka.admin();
  const offsets = await admin.committedOffsets(`${stage.prefix}${GROUP}`, [stage.topic]);
  await admin.close();
  return offsets.reduce((sum, { offset }) => sum + Math.max(0, offset), 0);
}

async function handled(count: number): Promise<void> {
  await eventually(async () => {
    const { rows } = await stage.admin.query<{ sum: string }>('SELECT sum(high_water) FROM lead.consumer_progress');
    expect(Number(rows[0]?.sum)).toBe(count);
  });
}

function withoutCommit(batch: RecordBatch): RecordBatch {
  const { topic, partition, records: list, nextOffset, logEnd, fetchedAtMs } = batch;
  return {
    topic,
    partition,
    records: list,
    nextOffset,
    logEnd,
    fetchedAtMs,
    isStale: () => batch.isStale(),
    isEnding: () => batch.isEnding(),
    heartbeat: () => batch.heartbeat(),
    commit: async () => undefined,
  };
}

/** A client whose members never get an offset committed, as if they died each time right after their transaction. */
function forgetful(kafka: KafkaClient): KafkaClient {
  return {
    producer: () => kafka.producer(),
    admin: () => kafka.admin(),
    reader: (groupId, topic) => kafka.reader(groupId, topic),
    consumer: (options) => {
      const consumer = kafka.consumer(options);
      const start = consumer.start.bind(consumer);
      consumer.start = (listener) =>
        start({
          assigned: (partitions) => listener.assigned(partitions),
          revoked: () => listener.revoked(),
          batch: (batch) => listener.batch(withoutCommit(batch)),
        });
      return consumer;
    },
  };
}

it('applies events once when members die between the effect and the offset', async () => {
  await stage.send(records);
  member = await stage.join(recordEffects, {}, forgetful(stage.kafka));
  await handled(records.length);
  expect(await committed()).toBe(0);
  await member.stop();
  member = await stage.join(recordEffects);
  await eventually(async () => expect(await committed()).toBe(records.length));
  expect(await appliedIds()).toEqual(ids);
});

/** A client whose members hear of no partition until they begin anew. */
function deaf(kafka: KafkaClient): KafkaClient {
  return {
    producer: () => kafka.producer(),
    admin: () => kafka.admin(),
    reader: (groupId, topic) => kafka.reader(groupId, topic),
    consumer: (options) => {
      const consumer = kafka.consumer(options);
      const [start, restart] = [consumer.start.bind(consumer), consumer.restart.bind(consumer)];
      let isDeaf = true;
      consumer.restart = () => {
        isDeaf = false;
        restart();
      };
      consumer.start = (listener) =>
        start({
          assigned: (partitions) => (isDeaf ? undefined : listener.assigned(partitions)),
          revoked: () => listener.revoked(),
          batch: async (batch) => (isDeaf ? undefined : listener.batch(batch)),
        });
      return consumer;
    },
  };
}

it('a member that its client leaves standing begins anew by itself', async () => {
  const reader = await stage.kafka.reader(`${stage.prefix}${GROUP}`, stage.topic);
  for (const partition of [0, 1]) await reader.commit(partition, 0, '');
  await reader.close();
  member = await stage.join(recordEffects, { standstillAfterMs: 200 }, deaf(stage.kafka));
  expect(member.strategy.health()[0]?.reasons).toContain('not_in_group');
  await eventually(async () => expect(await committed()).toBe(records.length));
  expect(await appliedIds()).toEqual(ids);
});

it('applies nothing twice when the group is set back to the beginning', async () => {
  const reader = await stage.kafka.reader(`${stage.prefix}${GROUP}`, stage.topic);
  for (const partition of [0, 1]) await reader.commit(partition, 0, '');
  await reader.close();
  member = await stage.join(recordEffects);
  await eventually(async () => expect(await committed()).toBe(records.length));
  expect(await appliedIds()).toEqual(ids);
});

it('reads again what a restored database has not seen, whatever the broker believes', async () => {
  await stage.admin.query('DELETE FROM lead.spec_effect; DELETE FROM lead.inbox; UPDATE lead.consumer_progress SET high_water = 0');
  member = await stage.join(recordEffects);
  await eventually(async () => expect(await appliedIds()).toEqual(ids));
  await handled(records.length);
});

it('tells how stale the model is once nobody works on it', async () => {
  member = await stage.join(recordEffects);
  await member.stop();
  await stage.admin.query(`UPDATE lead.consumer_progress SET updated_at = now() - interval '1 minute'`);
  const freshness = await stage.database.withoutTenant((tx) => readFreshness(tx, GROUP));
  expect(freshness.caughtUp).toBe(false);
  expect(freshness.lagSeconds).toBeGreaterThan(59);
  const never = await stage.database.withoutTenant((tx) => readFreshness(tx, 'lead.no-such-group'));
  expect(never).toEqual({ asOf: undefined, lagSeconds: undefined, caughtUp: false });
});
