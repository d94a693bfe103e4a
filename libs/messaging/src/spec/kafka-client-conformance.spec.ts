import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually } from '@leadstream/testing';
import { type KafkaClient, type KafkaConsumer, type RecordBatch, RecordTooLargeError, type TopicPartition } from '../index.js';

/** A member that applies everything, unless told otherwise. */
interface Member {
  readonly consumer: KafkaConsumer;
  readonly values: string[];
  readonly assignments: (readonly TopicPartition[])[];
  revocations: number;
  onBatch: (batch: RecordBatch) => Promise<void>;
}

/** What every adapter of the port has to do on a real broker. */
export function describeKafkaClient(name: string, make: () => KafkaClient): void {
  describe(`${name} as KafkaClient`, () => {
    const topic = `conformance-${randomUUID()}`;
    let kafka: KafkaClient;
    const members: Member[] = [];
    /** Partition that the key of the specs belongs to. */
    let owner = 0;

    beforeAll(async () => {
      kafka = make();
      const admin = await kafka.admin();
      await admin.ensureTopics([{ name: topic, partitions: 2, config: { 'retention.ms': '3600000' } }]);
      await send(['1', '2', '3']);
      owner = (await admin.listOffsets([topic])).find(({ end }) => end > 0)?.partition ?? 0;
      await admin.close();
    });
    afterAll(() => Promise.all(members.map(({ consumer }) => consumer.stop())));

    async function send(values: readonly string[], key = 'k', to = topic): Promise<void> {
      const producer = await kafka.producer();
      const headers = { a: 'text', b: Buffer.from([0, 255]) };
      await producer.send(values.map((value) => ({ topic: to, key, value, headers }))).finally(() => producer.close());
    }

    function join(groupId: string, topics: readonly string[] = [topic]): Member {
      const consumer = kafka.consumer({ groupId, topics, concurrency: 2 });
      const member: Member = {
        consumer,
        values: [],
        assignments: [],
        revocations: 0,
        onBatch: async (batch) => batch.commit(batch.nextOffset),
      };
      consumer.start({
        assigned: (partitions) => member.assignments.push(partitions),
        revoked: () => (member.revocations += 1),
        batch: async (batch) => {
          member.values.push(...batch.records.map(({ value }) => String(value)));
          await member.onBatch(batch);
        },
      });
      members.push(member);
      return member;
    }

    it('delivers from the beginning, in order, bytes as they were', async () => {
      const batches: RecordBatch[] = [];
      const member = join(randomUUID());
      member.onBatch = async (batch) => void batches.push(batch);
      await eventually(() => expect(batches).not.toEqual([]));
      const [batch] = batches as [RecordBatch];
      expect(batch.records.map(({ value }) => String(value))).toEqual(['1', '2', '3']);
      expect(batch.records[0]).toMatchObject({ topic, offset: 0, key: Buffer.from('k') });
      expect(Buffer.from(batch.records[0]?.headers['b'] as Uint8Array)).toEqual(Buffer.from([0, 255]));
      expect([batch.nextOffset, batch.logEnd]).toEqual([3, 3]);
      await member.consumer.stop();
    });

    it('gives again what was not committed, and goes on after what was, with the next member', async () => {
      const groupId = randomUUID();
      const first = join(groupId);
      let deliveries = 0;
      first.onBatch = async (batch) => {
        deliveries += 1;
        if (deliveries > 1) await batch.commit((batch.records[0]?.offset ?? 0) + 1);
      };
      await eventually(() => expect(deliveries).toBeGreaterThanOrEqual(4));
      expect(first.values.slice(0, 6)).toEqual(['1', '2', '3', '1', '2', '3']);
      expect(first.values.slice(6, 9)).toEqual(['2', '3', '3']);
      await first.consumer.stop();
      expect(first.revocations).toBeGreaterThan(0);
      const second = join(groupId);
      await send(['4']);
      await eventually(() => expect(second.values).toEqual(['4']));
      await second.consumer.stop();
    });

    it('pauses, resumes and seeks', async () => {
      const member = join(randomUUID());
      await eventually(() => expect(member.values.length).toBeGreaterThanOrEqual(4));
      const partition = { topic, partition: owner };
      member.consumer.pause(partition);
      await send(['5']);
      const turned = member.consumer.lastTurnMs() ?? 0;
      await eventually(() => expect(member.consumer.lastTurnMs()).toBeGreaterThan(turned + 500));
      expect(member.values).not.toContain('5');
      member.consumer.resume(partition);
      await eventually(() => expect(member.values).toContain('5'));
      member.consumer.seek(partition, 0);
      await eventually(() => expect(member.values.filter((value) => value === '1')).toHaveLength(2));
      await member.consumer.stop();
    });

    it('shares partitions with those who come, and takes over from those who leave', async () => {
      const groupId = randomUUID();
      const first = join(groupId);
      await eventually(() => expect(first.assignments.at(-1)).toHaveLength(2));
      const second = join(groupId);
      await eventually(() => expect(second.assignments.at(-1)).toHaveLength(1), { withinMs: 20_000 });
      await eventually(() => expect(first.assignments.at(-1)).toHaveLength(1));
      expect(first.revocations).toBeGreaterThan(0);
      await second.consumer.stop();
      await eventually(() => expect(first.assignments.at(-1)).toHaveLength(2), { withinMs: 20_000 });
      await first.consumer.stop();
    });

    it('joins once its topic exists', async () => {
      const late = `conformance-${randomUUID()}`;
      const member = join(randomUUID(), [late]);
      const admin = await kafka.admin();
      await admin.ensureTopics([{ name: late, partitions: 1, config: {} }]);
      await admin.close();
      await send(['late'], 'k', late);
      await eventually(() => expect(member.values).toEqual(['late']), { withinMs: 20_000 });
      await member.consumer.stop();
    });

    it('says when a record is too large, as opposed to any other trouble', async () => {
      await expect(send(['x'.repeat(2_000_000)])).rejects.toThrow(RecordTooLargeError);
      await expect(send(['x'], 'k', 'no-such-topic')).rejects.not.toThrow(RecordTooLargeError);
    });

    it('creates, widens and aligns topics, and leaves alone what is right', async () => {
      const name = `conformance-${randomUUID()}`;
      const admin = await kafka.admin();
      const ensure = (partitions: number, bytes: string) =>
        admin.ensureTopics([{ name, partitions, config: { 'max.message.bytes': bytes } }]);
      expect(await ensure(1, '1000')).toEqual({ created: [name], changed: [] });
      expect(await ensure(1, '1000')).toEqual({ created: [], changed: [] });
      expect(await ensure(3, '2000')).toEqual({ created: [], changed: [name] });
      expect(await admin.listOffsets([name])).toHaveLength(3);
      await admin.close();
    });

    it('reads by offset for tools, and remembers a mark with a note', async () => {
      const group = randomUUID();
      const reader = await kafka.reader(group, topic);
      expect((await reader.read(owner, 1, 3)).map(({ offset }) => offset)).toEqual([1, 2]);
      await reader.commit(owner, 2, '5,7-9');
      await reader.close();
      const admin = await kafka.admin();
      const marks = await admin.committedOffsets(group, [topic]);
      expect(marks).toContainEqual({ topic, partition: owner, offset: 2, metadata: '5,7-9' });
      expect(marks).toContainEqual({ topic, partition: 1 - owner, offset: -1, metadata: '' });
      await admin.close();
    });
  });
}
