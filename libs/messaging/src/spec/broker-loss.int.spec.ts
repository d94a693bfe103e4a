import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { eventually, OwnBroker } from '@leadstream/testing';
import { configureLogger } from '@leadstream/telemetry';
import { Kafka, logLevel } from 'kafkajs';
import { Ledger } from './conformance/ledger.fixture.spec.js';
import { atLeast, type ConformanceStage } from './conformance/stage.fixture.spec.js';
import { allAdapters, type Part, together } from './conformance/together.fixture.spec.js';

/** A Java process starts twice, on a machine that may have much else to do. */
const SLOW_MS = 300_000;
const KEYS = ['a', 'b', 'c', 'd'];
/** Long enough that every attempt in flight has failed, and several after it. */
const AWAY_MS = 5_000;
/** Several attempts of any client that still tries. */
const SOON_MS = 3_000;
/** Once a broker answers again, a second or two suffice; the rest is for a machine with much else to do. */
const BACK_WITHIN_MS = 30_000;

configureLogger({ service: 'spec', level: 'silent' });

let broker: OwnBroker;
let adapters: Part[];
beforeAll(async () => {
  broker = await OwnBroker.start();
  adapters = allAdapters([broker.address]);
}, SLOW_MS);
afterAll(async () => {
  await broker.end();
  await Promise.all(adapters.map(({ stage }) => stage.close()));
});

it(
  'goes on when it is back: nothing lost, order kept, doubled only what was in doubt',
  async () => {
    const parts = await together(adapters, async (part) => {
      const topic = await part.stage.topic(2);
      const groupId = randomUUID();
      const producer = await part.stage.kafka.producer();
      const ledger = new Ledger(producer, topic, KEYS);
      const member = part.stage.join([topic], { groupId });
      ledger.start();
      await eventually(() => atLeast(member.records.length, 200));
      return { ...part, topic, groupId, producer, ledger, member };
    });
    parts.forEach(({ ledger }) => (ledger.isDisturbed = true));
    await broker.kill();
    await pause(AWAY_MS);
    const away = parts.map((part) => ({ ...part, ackedBefore: part.ledger.acked, receivedBefore: part.member.records.length }));
    await broker.restart();
    await together(away, async ({ stage, topic, groupId, producer, ledger, member, ackedBefore, receivedBefore }) => {
      await eventually(() => atLeast(ledger.acked, ackedBefore + 1), { withinMs: BACK_WITHIN_MS });
      await eventually(() => atLeast(member.records.length, receivedBefore + 1), { withinMs: BACK_WITHIN_MS });
      ledger.isDisturbed = false;
      await eventually(() => atLeast(ledger.acked, ackedBefore + 100), { withinMs: BACK_WITHIN_MS });
      await ledger.stop();
      await producer.close();
      await eventually(async () => expect(await standing(stage, groupId, topic)).toEqual(await ends(stage, topic)), {
        withinMs: BACK_WITHIN_MS,
      });
      ledger.compare(member.records);
      await member.consumer.stop();
    });
  },
  SLOW_MS,
);

it(
  'stops within seconds while there is none',
  async () => {
    const parts = await together(adapters, async (part) => {
      const topic = await part.stage.topic();
      const producer = await part.stage.kafka.producer();
      const member = part.stage.join([topic]);
      await part.stage.send(topic, ['1']);
      await eventually(() => expect(member.records).toHaveLength(1));
      return { ...part, topic, producer, member };
    });
    await broker.kill();
    await together(parts, async ({ topic, producer, member }) => {
      const begun = Date.now();
      await expect(producer.send([{ topic, key: 'k', value: '2', headers: {} }])).rejects.toThrow();
      await producer.close();
      await member.consumer.stop();
      expect(Date.now() - begun).toBeLessThan(30_000);
    });
    await broker.restart();
  },
  SLOW_MS,
);

it(
  'never joins once it was stopped, also when the broker comes back later',
  async () => {
    const topics = await together(adapters, async (part) => ({ ...part, topic: await part.stage.topic() }));
    await broker.kill();
    const parts = await together(topics, async (part) => {
      const groupId = randomUUID();
      const stopped = part.stage.join([part.topic], { groupId });
      await stopped.consumer.stop();
      return { ...part, groupId, stopped };
    });
    await broker.restart();
    await together(parts, async ({ stage, topic, groupId, stopped }) => {
      const other = stage.join([topic], { groupId: randomUUID() });
      await eventually(() => expect(other.assignments).not.toEqual([]), { withinMs: BACK_WITHIN_MS });
      await pause(SOON_MS);
      expect(stopped.assignments).toEqual([]);
      expect(await membersOf(broker, groupId)).toBe(0);
      await other.consumer.stop();
    });
  },
  SLOW_MS,
);

async function standing(stage: ConformanceStage, groupId: string, topic: string): Promise<number[]> {
  const marks = await stage.withAdmin((admin) => admin.committedOffsets(groupId, [topic]));
  return marks.toSorted((one, other) => one.partition - other.partition).map(({ offset }) => offset);
}

/** Ends of the partitions as marks: a partition that nobody wrote to has none. */
async function ends(stage: ConformanceStage, topic: string): Promise<number[]> {
  const bounds = await stage.withAdmin((admin) => admin.listOffsets([topic]));
  return bounds.toSorted((one, other) => one.partition - other.partition).map(({ end }) => (end === 0 ? -1 : end));
}

async function membersOf(broker: OwnBroker, groupId: string): Promise<number> {
  const admin = new Kafka({ clientId: 'spec', brokers: [broker.address], logLevel: logLevel.NOTHING }).admin();
  await admin.connect();
  const { groups } = await admin.describeGroups([groupId]);
  await admin.disconnect();
  return groups.flatMap(({ members }) => members).length;
}
