import { spawnSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually, testStack } from '@leadstream/testing';
import type { RecordBatch } from '../../index.js';
import { type Adapter, ConformanceStage, type Member, valuesOf } from './stage.fixture.spec.js';

const SESSION_TIMEOUT_MS = 3_000;
const PACKAGE = new URL('../../..', import.meta.url);

/** A member in a process of its own, as the package was built: takes over a topic, commits all of it, and leaves. */
const SUCCESSOR = `
import { kafkaClientOf } from '@leadstream/messaging';
const [adapter, brokers, groupId, topic] = process.argv.slice(1);
const kafka = await kafkaClientOf({ KAFKA_ADAPTER: adapter, KAFKA_BROKERS: brokers.split(',') }, 'successor');
const consumer = kafka.consumer({ groupId, topics: [topic], concurrency: 1 });
consumer.start({
  assigned() {},
  revoked() {},
  async batch(batch) {
    await batch.commit(batch.nextOffset);
    if (batch.nextOffset === batch.logEnd) setImmediate(() => consumer.stop().then(() => process.exit(0)));
  },
});`;

/** A process that stops its only member, and says nothing of ending itself. */
const LONELY = `
import { kafkaClientOf } from '@leadstream/messaging';
const [adapter] = process.argv.slice(1);
const kafka = await kafkaClientOf({ KAFKA_ADAPTER: adapter, KAFKA_BROKERS: ['127.0.0.1:1'] }, 'lonely');
const consumer = kafka.consumer({
  groupId: 'lonely',
  topics: ['any'],
  concurrency: 1,
});
consumer.start({ assigned() {}, revoked() {}, async batch() {} });
await consumer.stop();`;

/** What a member promises while others come, go and take its partitions. */
export function describeMembership(adapter: Adapter): void {
  describe(`${adapter.name} as a member of a group`, () => {
    let stage: ConformanceStage;
    beforeAll(() => {
      stage = new ConformanceStage(adapter, testStack().kafkaBrokers, { sessionTimeoutMs: SESSION_TIMEOUT_MS, metadataMaxAgeMs: 1_000 });
    });
    afterAll(() => stage.close());

    const held = (member: Member, count: number) =>
      eventually(() => expect(member.assignments.at(-1)).toHaveLength(count), { withinMs: 20_000 });

    it('shares partitions with those who come, and takes over from those who leave', async () => {
      const topic = await stage.topic(2);
      const groupId = randomUUID();
      const first = stage.join([topic], { groupId });
      await held(first, 2);
      const second = stage.join([topic], { groupId });
      await held(second, 1);
      await held(first, 1);
      expect(first.assignments.at(-1)).not.toEqual(second.assignments.at(-1));
      expect(first.revocations).toBeGreaterThan(0);
      await second.consumer.stop();
      await held(first, 2);
      await first.consumer.stop();
    });

    it('begins anew when it is told to, and goes on where it was', async () => {
      const topic = await stage.topic(2);
      const groupId = randomUUID();
      await stage.send(topic, ['1']);
      const member = stage.join([topic], { groupId });
      await eventually(() => expect(valuesOf(member.records)).toEqual(['1']), { withinMs: 20_000 });
      member.consumer.restart();
      expect(member.revocations).toBe(1);
      await eventually(() => expect(member.assignments.map((partitions) => partitions.length)).toEqual([2, 2]), { withinMs: 20_000 });
      await stage.send(topic, ['2']);
      await eventually(() => expect(valuesOf(member.records)).toEqual(['1', '2']), { withinMs: 20_000 });
      await member.consumer.stop();
      expect(await stage.withAdmin((admin) => admin.groupSizes([groupId]))).toEqual([{ groupId, members: 0 }]);
    });

    it('lets a batch in work end before its partition goes to another', async () => {
      const topic = await stage.topic(1);
      const groupId = randomUUID();
      await stage.send(topic, ['1', '2', '3']);
      const first = stage.join([topic], { groupId });
      const endings: boolean[] = [];
      first.onBatch = async (batch) => {
        await eventually(async () => {
          await batch.heartbeat();
          expect(batch.isEnding()).toBe(true);
        });
        endings.push(batch.isStale());
        await batch.commit(2);
      };
      await eventually(() => expect(first.records).toHaveLength(3));
      const second = stage.join([topic], { groupId });
      await eventually(() => expect(endings).toEqual([false]));
      first.onBatch = (batch) => batch.commit(batch.nextOffset);
      await eventually(() => expect([...valuesOf(first.records).slice(3), ...valuesOf(second.records)]).toEqual(['3']), {
        withinMs: 20_000,
      });
      await Promise.all([first.consumer.stop(), second.consumer.stop()]);
    });

    it('stays a member during work longer than the session, as long as it gives signs of life', async () => {
      const topic = await stage.topic();
      const groupId = randomUUID();
      await stage.send(topic, ['1']);
      const stale: boolean[] = [];
      const member = stage.join([topic], { groupId });
      member.onBatch = async (batch) => {
        const done = Date.now() + SESSION_TIMEOUT_MS + 1_500;
        await eventually(
          async () => {
            await batch.heartbeat();
            expect(Date.now()).toBeGreaterThan(done);
          },
          { everyMs: 300 },
        );
        stale.push(batch.isStale());
        await batch.commit(batch.nextOffset);
      };
      await eventually(() => expect(stale).toEqual([false]));
      await member.consumer.stop();
      expect(await stage.committed(groupId, topic)).toBe(1);
      expect(valuesOf(member.records)).toEqual(['1']);
    });

    it('knows after standing still that its partition may be another’s, and moves no mark of the group', async () => {
      const topic = await stage.topic();
      const groupId = randomUUID();
      await stage.send(topic, ['1', '2', '3']);
      const member = stage.join([topic], { groupId });
      const frozen: RecordBatch[] = [];
      let afterwards: { complaints: string; isStale: boolean } | undefined;
      member.onBatch = async (batch) => {
        if (frozen.length > 0) return batch.commit(batch.nextOffset);
        frozen.push(batch);
        const { stderr } = standStillForSuccessor(stage, groupId, topic);
        afterwards = { complaints: String(stderr), isStale: batch.isStale() };
        await batch.commit(1);
      };
      await eventually(() => expect(afterwards).toEqual({ complaints: '', isStale: true }), { withinMs: 50_000 });
      await stage.send(topic, ['4']);
      await eventually(() => expect(valuesOf(member.records)).toContain('4'), { withinMs: 20_000 });
      expect(valuesOf(member.records)).toEqual(['1', '2', '3', '4']);
      expect(frozen[0]?.isStale()).toBe(true);
      expect(member.revocations).toBeGreaterThan(0);
      await member.consumer.stop();
      expect(await stage.committed(groupId, topic)).toBe(4);
    });

    it('joins once its topic exists', async () => {
      const late = `conformance-${randomUUID()}`;
      const member = stage.join([late]);
      await stage.withAdmin((admin) => admin.ensureTopics([{ name: late, partitions: 1, config: {} }]));
      await stage.send(late, ['late']);
      await eventually(() => expect(valuesOf(member.records)).toEqual(['late']), { withinMs: 20_000 });
      await member.consumer.stop();
    });

    it('gets partitions that are added later, from their beginning', async () => {
      const topic = await stage.topic(1);
      const member = stage.join([topic]);
      await held(member, 1);
      await stage.withAdmin((admin) => admin.ensureTopics([{ name: topic, partitions: 4, config: {} }]));
      const keys = Array.from({ length: 40 }, (_, n) => `key-${n}`);
      await stage.send(
        topic,
        keys.map((key) => ({ key, value: key })),
      );
      await held(member, 4);
      await eventually(() => expect(new Set(valuesOf(member.records))).toEqual(new Set(keys)), { withinMs: 20_000 });
      await member.consumer.stop();
    });

    it('stops within seconds while it joins, and without any broker', async () => {
      const begun = Date.now();
      const unknown = stage.join([`conformance-${randomUUID()}`]);
      await unknown.consumer.stop();
      const nowhere = new ConformanceStage(adapter, ['127.0.0.1:1']);
      const lonely = nowhere.join(['any']);
      await lonely.consumer.stop();
      expect(Date.now() - begun).toBeLessThan(20_000);
      expect([unknown.assignments, lonely.assignments]).toEqual([[], []]);
    });

    it('gives up every attempt when it is stopped, so that its process can end', () => {
      const { status, signal } = inProcessOfItsOwn(LONELY, [adapter.name], 180_000);
      expect({ status, signal }).toEqual({ status: 0, signal: null });
    });
  });
}

/** The event loop of this process stands still, heartbeats and all, while the successor does its work. */
function standStillForSuccessor({ adapter, brokers }: ConformanceStage, groupId: string, topic: string) {
  return inProcessOfItsOwn(SUCCESSOR, [adapter.name, brokers.join(','), groupId, topic], 45_000);
}

function inProcessOfItsOwn(program: string, args: readonly string[], withinMs: number) {
  return spawnSync(process.execPath, ['--input-type=module', '-e', program, ...args], { cwd: PACKAGE, timeout: withinMs });
}
