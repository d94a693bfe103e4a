import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { testStack } from '@leadstream/testing';
import { RecordTooLargeError } from '../../index.js';
import { type Adapter, ConformanceStage, valuesOf } from './stage.fixture.spec.js';

const everyByte = Buffer.from(Array.from({ length: 256 }, (_, byte) => byte));
const LARGER_THAN_ALLOWED = 'x'.repeat(2_000_000);

/** What `KafkaProducer` promises. */
export function describeProducing(adapter: Adapter): void {
  describe(`${adapter.name} as KafkaProducer`, () => {
    let stage: ConformanceStage;
    beforeAll(() => {
      stage = new ConformanceStage(adapter, testStack().kafkaBrokers);
    });
    afterAll(() => stage.close());

    it('keeps the order given, over many sends and several keys', async () => {
      const topic = await stage.topic(3);
      const producer = await stage.kafka.producer();
      for (let from = 0; from < 1_000; from += 10) {
        const numbers = Array.from({ length: 10 }, (_, index) => from + index);
        await producer.send(numbers.flatMap((n) => ['a', 'b', 'c'].map((key) => ({ topic, key, value: String(n), headers: {} }))));
      }
      await producer.close();
      const byKey = Map.groupBy(await stage.received(topic, 3_000), ({ key }) => String(key));
      const ascending = Array.from({ length: 1_000 }, (_, n) => String(n));
      expect([...byKey.keys()].toSorted()).toEqual(['a', 'b', 'c']);
      for (const records of byKey.values()) expect(valuesOf(records)).toEqual(ascending);
    });

    it('takes sends that overlap, each in its order', async () => {
      const topic = await stage.topic();
      const producer = await stage.kafka.producer();
      const sends = Array.from({ length: 8 }, (_, send) =>
        producer.send([0, 1, 2].map((n) => ({ topic, key: 'k', value: `${send}.${n}`, headers: {} }))),
      );
      await Promise.all(sends);
      await producer.close();
      const values = valuesOf(await stage.received(topic, 24));
      expect(values.toSorted()).toEqual(Array.from({ length: 8 }, (_, send) => [0, 1, 2].map((n) => `${send}.${n}`)).flat());
      for (let send = 0; send < 8; send += 1) {
        expect(values.filter((value) => value.startsWith(`${send}.`))).toEqual([`${send}.0`, `${send}.1`, `${send}.2`]);
      }
    });

    it('spreads one send over several topics, and has nothing to do for none', async () => {
      const [one, other] = [await stage.topic(), await stage.topic()];
      await stage.send(one, ['1', { topic: other, value: '2' }, '3']);
      await stage.send(one, []);
      expect(valuesOf(await stage.received(one, 2))).toEqual(['1', '3']);
      expect(valuesOf(await stage.received(other, 1))).toEqual(['2']);
    });

    it('leaves bytes as they are, in keys, values and headers', async () => {
      const topic = await stage.topic();
      const headers = { raw: everyByte, text: 'Zoë ✓', empty: '', twice: ['first', everyByte], nämé: 'x' };
      await stage.send(topic, [{ key: everyByte, value: everyByte, headers }]);
      const [record] = await stage.received(topic, 1);
      expect([record?.key, record?.value]).toEqual([everyByte, everyByte]);
      const bytes = Object.fromEntries(Object.entries(record?.headers ?? {}).map(([name, value]) => [name, buffersOf(value)]));
      expect(bytes).toEqual({
        raw: [everyByte],
        text: [Buffer.from('Zoë ✓')],
        empty: [Buffer.alloc(0)],
        twice: [Buffer.from('first'), everyByte],
        nämé: [Buffer.from('x')],
      });
    });

    it('tells nothing, empty and absent apart', async () => {
      const topic = await stage.topic();
      const given: [Buffer | null, Buffer | null][] = [
        [null, null],
        [null, Buffer.from('v')],
        [Buffer.from('k'), null],
        [Buffer.alloc(0), Buffer.alloc(0)],
      ];
      await stage.send(
        topic,
        given.map(([key, value]) => ({ key, value })),
      );
      const records = await stage.received(topic, given.length);
      expect(records.map(({ key, value }) => [key, value])).toEqual(given);
      expect(records.map(({ headers }) => headers)).toEqual([{}, {}, {}, {}]);
    });

    it('stamps records with the time of the send', async () => {
      const topic = await stage.topic();
      const before = Date.now();
      await stage.send(topic, ['now']);
      const [record] = await stage.received(topic, 1);
      expect(record?.timestampMs).toBeGreaterThanOrEqual(before);
      expect(record?.timestampMs).toBeLessThanOrEqual(Date.now());
    });

    it('says that a record is too large, keeps nothing of its partition, and goes on', async () => {
      const topic = await stage.topic();
      const producer = await stage.kafka.producer();
      const send = (...values: string[]) => producer.send(values.map((value) => ({ topic, key: 'k', value, headers: {} })));
      await expect(send('before', LARGER_THAN_ALLOWED, 'after')).rejects.toThrow(RecordTooLargeError);
      await expect(send(LARGER_THAN_ALLOWED)).rejects.toThrow(RecordTooLargeError);
      await send('before', 'after');
      await producer.close();
      expect(valuesOf(await stage.received(topic, 2))).toEqual(['before', 'after']);
    });

    it('fails in another way for any other trouble, and goes on', async () => {
      const topic = await stage.topic();
      const producer = await stage.kafka.producer();
      const lost = producer.send([{ topic: 'no-such-topic', key: 'k', value: 'x', headers: {} }]);
      await expect(lost).rejects.not.toThrow(RecordTooLargeError);
      await producer.send([{ topic, key: 'k', value: 'x', headers: {} }]);
      await producer.close();
      expect(valuesOf(await stage.received(topic, 1))).toEqual(['x']);
    });
  });
}

function buffersOf(value: unknown): Buffer[] {
  return [value].flat().map((one) => (Buffer.isBuffer(one) ? one : Buffer.from(String(one))));
}
