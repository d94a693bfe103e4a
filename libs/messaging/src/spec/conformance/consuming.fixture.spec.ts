import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually, testKafka, testStack } from '@leadstream/testing';
import type { RecordBatch } from '../../index.js';
import { type Adapter, atLeast, ConformanceStage, valuesOf } from './stage.fixture.spec.js';

/** What `KafkaConsumer` and `RecordBatch` promise to a member whose partitions nobody disputes. */
export function describeConsuming(adapter: Adapter): void {
  describe(`${adapter.name} as KafkaConsumer`, () => {
    let stage: ConformanceStage;
    beforeAll(() => {
      stage = new ConformanceStage(adapter, testStack().kafkaBrokers);
    });
    afterAll(() => stage.close());

    it('delivers from the beginning, in order, and says where the partition goes on', async () => {
      const topic = await stage.topic();
      await stage.send(topic, ['1', '2', '3']);
      const batches: RecordBatch[] = [];
      const before = Date.now();
      const member = stage.join([topic], { onBatch: async (batch) => void batches.push(batch) });
      await eventually(() => expect(batches).not.toEqual([]));
      const [batch] = batches as [RecordBatch];
      expect(valuesOf(batch.records)).toEqual(['1', '2', '3']);
      expect(batch.records.map(({ offset }) => offset)).toEqual([0, 1, 2]);
      expect(batch.records[0]).toMatchObject({ topic, partition: 0, key: Buffer.from('k') });
      expect(batch).toMatchObject({ topic, partition: 0, nextOffset: 3, logEnd: 3 });
      expect(batch.fetchedAtMs).toBeGreaterThanOrEqual(before);
      await member.consumer.stop();
    });

    it('gives again what was not committed, and goes on after what was, with the next member', async () => {
      const topic = await stage.topic();
      const groupId = randomUUID();
      await stage.send(topic, ['1', '2', '3']);
      const first = stage.join([topic], { groupId });
      let deliveries = 0;
      first.onBatch = async (batch) => {
        deliveries += 1;
        if (deliveries > 1) await batch.commit((batch.records[0]?.offset ?? 0) + 1);
      };
      await eventually(() => atLeast(deliveries, 4));
      expect(valuesOf(first.records).slice(0, 9)).toEqual(['1', '2', '3', '1', '2', '3', '2', '3', '3']);
      await first.consumer.stop();
      expect(first.revocations).toBeGreaterThan(0);
      expect(await stage.committed(groupId, topic)).toBe(3);
      const second = stage.join([topic], { groupId });
      await stage.send(topic, ['4']);
      await eventually(() => expect(valuesOf(second.records)).toEqual(['4']));
      await second.consumer.stop();
    });

    it('pauses one partition while the other flows, resumes and seeks', async () => {
      const topic = await stage.topic(2);
      await stage.send(topic, keysOfTwoPartitions(['1', '2']));
      const member = stage.join([topic]);
      await eventually(() => expect(valuesOf(member.records).toSorted()).toEqual(['1', '2']));
      const paused = member.records.find(({ value }) => String(value) === '1');
      const partition = { topic, partition: paused?.partition ?? -1 };
      member.consumer.pause(partition);
      await stage.send(topic, keysOfTwoPartitions(['3', '4']));
      await eventually(() => expect(valuesOf(member.records)).toContain('4'));
      const turned = member.consumer.lastTurnMs() ?? 0;
      await eventually(() => expect(member.consumer.lastTurnMs()).toBeGreaterThan(turned + 500));
      expect(valuesOf(member.records)).not.toContain('3');
      member.consumer.resume(partition);
      await eventually(() => expect(valuesOf(member.records)).toContain('3'));
      member.consumer.seek(partition, 0);
      await eventually(() => expect(valuesOf(member.records).filter((value) => value === '1')).toHaveLength(2));
      await eventually(() => expect(valuesOf(member.records).filter((value) => value === '3')).toHaveLength(2));
      expect(valuesOf(member.records).filter((value) => value === '4')).toHaveLength(1);
      await member.consumer.stop();
    });

    it('gives again what was in work when its partition was paused', async () => {
      const topic = await stage.topic();
      await stage.send(topic, ['1', '2']);
      const member = stage.join([topic]);
      let deliveries = 0;
      member.onBatch = async (batch) => {
        deliveries += 1;
        if (deliveries > 1) return batch.commit(batch.nextOffset);
        member.consumer.pause(batch);
      };
      await eventually(() => expect(deliveries).toBe(1));
      const turned = member.consumer.lastTurnMs() ?? 0;
      await eventually(() => expect(member.consumer.lastTurnMs()).toBeGreaterThan(turned + 500));
      expect(deliveries).toBe(1);
      member.consumer.resume({ topic, partition: 0 });
      await eventually(() => expect(valuesOf(member.records)).toEqual(['1', '2', '1', '2']));
      await member.consumer.stop();
    });

    it('works on several partitions at a time, within the limit, and never on one twice', async () => {
      const topic = await stage.topic(6);
      const inWork = new Map<number, number>();
      let [most, mostOfOne] = [0, 0];
      const member = stage.join([topic], { concurrency: 3 });
      member.onBatch = async (batch) => {
        inWork.set(batch.partition, (inWork.get(batch.partition) ?? 0) + 1);
        most = Math.max(most, [...inWork.values()].filter((count) => count > 0).length);
        mostOfOne = Math.max(mostOfOne, inWork.get(batch.partition) ?? 0);
        const turns = Date.now() + 20;
        await eventually(() => atLeast(Date.now(), turns), { everyMs: 5 });
        await batch.commit(batch.nextOffset);
        inWork.set(batch.partition, (inWork.get(batch.partition) ?? 0) - 1);
      };
      await eventually(() => expect(member.assignments.at(-1)).toHaveLength(6));
      for (let round = 0; round < 10; round += 1) {
        await stage.send(
          topic,
          Array.from({ length: 60 }, (_, n) => ({ key: `key-${n}`, value: `${round}` })),
        );
      }
      await eventually(() => atLeast(member.records.length, 600), { withinMs: 20_000 });
      await member.consumer.stop();
      expect(member.records).toHaveLength(600);
      expect(most).toBe(3);
      expect(mostOfOne).toBe(1);
    });

    it('tells a batch in work that the consumer stops, waits for it, and keeps its commit', async () => {
      const topic = await stage.topic();
      const groupId = randomUUID();
      await stage.send(topic, ['1', '2', '3']);
      const member = stage.join([topic], { groupId });
      let ended = false;
      member.onBatch = async (batch) => {
        await eventually(() => expect(batch.isEnding()).toBe(true));
        await batch.commit(2);
        ended = true;
      };
      await eventually(() => expect(member.records).toHaveLength(3));
      await member.consumer.stop();
      expect(ended).toBe(true);
      expect(await stage.committed(groupId, topic)).toBe(2);
    });

    it('goes on with what is left when its mark points to records that are gone', async () => {
      const topic = await stage.topic();
      const groupId = randomUUID();
      await stage.send(topic, ['1', '2', '3', '4']);
      const first = stage.join([topic], { groupId, onBatch: (batch) => batch.commit(1) });
      await eventually(async () => expect(await stage.committed(groupId, topic)).toBe(1));
      await first.consumer.stop();
      await deleteRecordsBefore(topic, 3);
      const second = stage.join([topic], { groupId });
      await eventually(() => expect(valuesOf(second.records)).toEqual(['4']));
      await second.consumer.stop();
    });
  });
}

/** Two values with keys that the Java client puts into different ones of two partitions. */
const keysOfTwoPartitions = ([one, other]: [string, string]) => [
  { key: 'key-0', value: one },
  { key: 'key-1', value: other },
];

async function deleteRecordsBefore(topic: string, offset: number): Promise<void> {
  const admin = testKafka().admin();
  await admin.connect();
  /** It deletes only where it knows the leader. */
  await admin.fetchTopicOffsets(topic);
  await admin.deleteTopicRecords({ topic, partitions: [{ partition: 0, offset: String(offset) }] });
  await admin.disconnect();
}
