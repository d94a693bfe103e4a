import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually, runJavaClient, testKafka, testStack } from '@leadstream/testing';
import { type Adapter, ConformanceStage, valuesOf } from './stage.fixture.spec.js';

/** The mark at the end of a transaction then comes in a later answer than its first records. */
const LARGER_THAN_A_FETCH = Array.from({ length: 4 }, () => 'x'.repeat(600_000));

/** What an adapter makes of records that others wrote, and others of its own. */
export function describeForeignRecords(adapter: Adapter): void {
  describe(`${adapter.name} beside other clients`, () => {
    let stage: ConformanceStage;
    beforeAll(() => {
      stage = new ConformanceStage(adapter, testStack().kafkaBrokers);
    });
    afterAll(() => stage.close());

    /** Lines `key:value`, sent by the console producer. */
    async function sendWithJava(topic: string, lines: readonly string[], settings: readonly string[] = []): Promise<void> {
      const args = ['--bootstrap-server', stage.brokers.join(','), '--topic', topic];
      const reading = ['--reader-property', 'parse.key=true', '--reader-property', 'key.separator=:'];
      const sending = settings.flatMap((setting) => ['--command-property', setting]);
      await runJavaClient({
        program: 'org.apache.kafka.tools.ConsoleProducer',
        args: [...args, ...reading, ...sending],
        input: lines.map((line) => `${line}\n`).join(''),
      });
    }

    it('puts every key where the Java client puts it', async () => {
      const topic = await stage.topic(7);
      const keys = Array.from({ length: 300 }, (_, n) => (n % 3 === 0 ? randomUUID() : `${'ключ-é-'.slice(0, n % 8)}${n}`));
      await sendWithJava(
        topic,
        keys.map((key) => `${key}:java`),
      );
      await stage.send(
        topic,
        keys.map((key) => ({ key, value: 'ours' })),
      );
      const records = await stage.received(topic, 2 * keys.length);
      const placesOf = (value: string) =>
        new Map(records.filter((record) => String(record.value) === value).map(({ key, partition }) => [String(key), partition]));
      expect(placesOf('java').size).toBe(300);
      expect(placesOf('ours')).toEqual(placesOf('java'));
      expect(new Set(placesOf('java').values()).size).toBe(7);
    });

    it.each(['gzip', 'snappy', 'lz4', 'zstd'])('reads what the Java client compressed with %s', async (codec) => {
      const topic = await stage.topic();
      const lines = Array.from({ length: 500 }, (_, n) => `k:${n} ${'Leadstream '.repeat(n % 60)}`);
      await sendWithJava(topic, lines, [`compression.type=${codec}`, 'linger.ms=200', 'batch.size=262144']);
      await stage.send(topic, ['plain']);
      expect(valuesOf(await stage.received(topic, 501))).toEqual([...lines.map((line) => line.slice(2)), 'plain']);
    });

    it('passes over transaction marks and what was rolled back', async () => {
      const topic = await stage.topic();
      const groupId = randomUUID();
      await inTransaction(topic, 'kept', 'commit');
      await inTransaction(topic, 'rolled back', 'abort');
      await stage.send(topic, ['plain']);
      await inTransaction(topic, 'kept too', 'commit');
      const member = stage.join([topic], { groupId });
      await eventually(() => expect(valuesOf(member.records)).toEqual(['kept', 'plain', 'kept too']));
      // A broker answers the end of a transaction before it writes the mark, so a mark may come after the next record.
      const offsets = member.records.map(({ offset }) => offset);
      expect(offsets).toEqual(offsets.toSorted((one, other) => one - other));
      expect(new Set(offsets).size).toBe(3);
      await eventually(async () => expect(await stage.committed(groupId, topic)).toBe(7));
      await member.consumer.stop();
      expect(member.records).toHaveLength(3);
    });

    it('is not held up by a tail of nothing but rolled back records', async () => {
      const topic = await stage.topic();
      await stage.send(topic, ['first']);
      await inTransaction(topic, LARGER_THAN_A_FETCH, 'abort');
      const member = stage.join([topic]);
      await eventually(() => expect(valuesOf(member.records)).toEqual(['first']));
      await stage.send(topic, ['last']);
      await eventually(() => expect(valuesOf(member.records)).toEqual(['first', 'last']));
      await member.consumer.stop();
    });

    it('reads by offset past holes and a rolled back tail', async () => {
      const topic = await stage.topic();
      await stage.send(topic, ['1', '2', '3']);
      await inTransaction(topic, 'rolled back', 'abort');
      const reader = await stage.kafka.reader(randomUUID(), topic);
      expect(valuesOf(await reader.read(0, 0, 5))).toEqual(['1', '2', '3']);
      expect(valuesOf(await reader.read(0, 1, 2))).toEqual(['2']);
      expect(await reader.read(0, 3, 5)).toEqual([]);
      await reader.close();
    });

    it('reads by offset what is left of a range, and no more than there is', async () => {
      const topic = await stage.topic();
      await stage.send(topic, ['1', '2', '3', '4']);
      const admin = testKafka().admin();
      await admin.connect();
      await admin.fetchTopicOffsets(topic);
      await admin.deleteTopicRecords({ topic, partitions: [{ partition: 0, offset: '2' }] });
      await admin.disconnect();
      const reader = await stage.kafka.reader(randomUUID(), topic);
      expect(valuesOf(await reader.read(0, 0, 3))).toEqual(['3']);
      expect(await reader.read(0, 0, 2)).toEqual([]);
      expect(valuesOf(await reader.read(0, 2, 99))).toEqual(['3', '4']);
      await reader.close();
    });
  });
}

/** Does the values one by one, so that each is a batch. */
async function inTransaction(topic: string, given: string | readonly string[], end: 'commit' | 'abort'): Promise<void> {
  const producer = testKafka().producer({ transactionalId: randomUUID(), idempotent: true, maxInFlightRequests: 1 });
  await producer.connect();
  const transaction = await producer.transaction();
  for (const value of [given].flat()) await transaction.send({ topic, messages: [{ key: 'k', value }] });
  await transaction[end]();
  await producer.disconnect();
}
