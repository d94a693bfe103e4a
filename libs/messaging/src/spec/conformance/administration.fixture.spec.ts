import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually, testKafka, testStack } from '@leadstream/testing';
import kafkajs from 'kafkajs';
import { type Adapter, atLeast, ConformanceStage, valuesOf } from './stage.fixture.spec.js';

/** What `KafkaAdmin` and `TopicReader` promise. */
export function describeAdministration(adapter: Adapter): void {
  describe(`${adapter.name} as KafkaAdmin and TopicReader`, () => {
    let stage: ConformanceStage;
    beforeAll(() => {
      stage = new ConformanceStage(adapter, testStack().kafkaBrokers);
    });
    afterAll(() => stage.close());

    it('creates, widens and aligns topics, and leaves alone what is right', async () => {
      const name = `conformance-${randomUUID()}`;
      await stage.withAdmin(async (admin) => {
        const ensure = (partitions: number, bytes: string) =>
          admin.ensureTopics([{ name, partitions, config: { 'max.message.bytes': bytes } }]);
        expect(await ensure(1, '1000')).toEqual({ created: [name], changed: [] });
        expect(await ensure(1, '1000')).toEqual({ created: [], changed: [] });
        expect(await ensure(3, '2000')).toEqual({ created: [], changed: [name] });
        /** The controller agrees before every broker shows it. */
        await eventually(async () => expect(await ensure(2, '2000')).toEqual({ created: [], changed: [] }));
        await eventually(async () => expect(await admin.listOffsets([name])).toHaveLength(3));
        expect(await admin.listTopics()).toContain(name);
      });
    });

    it('tells what topics lack of their declaration, and changes nothing', async () => {
      const name = await stage.topic(1, { 'max.message.bytes': '1000' });
      const missing = `conformance-${randomUUID()}`;
      await stage.withAdmin(async (admin) => {
        const declare = (topic: string, partitions: number, bytes: string) => ({
          name: topic,
          partitions,
          config: { 'max.message.bytes': bytes },
        });
        expect(await admin.compareTopics([declare(name, 1, '1000')])).toEqual([]);
        const expected = [
          { name: missing, lacks: 'topic', present: '' },
          { name, lacks: 'partitions', present: '1' },
          { name, lacks: 'settings', present: 'max.message.bytes=1000' },
        ];
        for (const _again of [1, 2])
          expect(await admin.compareTopics([declare(name, 2, '2000'), declare(missing, 1, '1')])).toEqual(expected);
      });
    });

    it('counts the members of groups, none in groups that nobody knows', async () => {
      const [topic, groupId, unknown] = [await stage.topic(), randomUUID(), randomUUID()];
      const member = stage.join([topic], { groupId });
      await eventually(() => atLeast(member.assignments.length, 1), { withinMs: 20_000 });
      await stage.withAdmin(async (admin) => {
        expect(await admin.groupSizes([groupId, unknown])).toEqual([
          { groupId, members: 1 },
          { groupId: unknown, members: 0 },
        ]);
        await member.consumer.stop();
        await eventually(async () => expect(await admin.groupSizes([groupId])).toEqual([{ groupId, members: 0 }]));
      });
    });

    it('leaves settings alone that it was not asked about', async () => {
      const name = await stage.topic(1, { 'retention.ms': '7200000' });
      await stage.withAdmin((admin) => admin.ensureTopics([{ name, partitions: 1, config: { 'max.message.bytes': '5000' } }]));
      await eventually(async () => expect(await settingsOf(name, ['retention.ms', 'max.message.bytes'])).toEqual(['7200000', '5000']));
    });

    it('creates several topics at once, and none when there is nothing to do', async () => {
      const names = [0, 1].map(() => `conformance-${randomUUID()}`);
      await stage.withAdmin(async (admin) => {
        const topics = names.map((name, index) => ({ name, partitions: index + 1, config: {} }));
        expect(await admin.ensureTopics(topics)).toEqual({ created: names, changed: [] });
        expect(await admin.ensureTopics([])).toEqual({ created: [], changed: [] });
        expect((await admin.listOffsets(names)).map(({ topic, partition }) => [topic, partition]).toSorted()).toEqual(
          [
            [names[0], 0],
            [names[1], 0],
            [names[1], 1],
          ].toSorted(),
        );
      });
    });

    it('tells the bounds of partitions, and nothing of topics that do not exist', async () => {
      const topic = await stage.topic(1);
      await stage.send(topic, ['1', '2']);
      await stage.withAdmin(async (admin) => {
        expect(await admin.listOffsets([topic])).toEqual([{ topic, partition: 0, low: 0, end: 2 }]);
        expect(await admin.listOffsets([topic, 'no-such-topic'])).toEqual([{ topic, partition: 0, low: 0, end: 2 }]);
      });
    });

    it('reads by offset for tools, and remembers a mark with a note', async () => {
      const topic = await stage.topic(2);
      const group = randomUUID();
      await stage.send(topic, ['1', '2', '3']);
      const [owner] = (await stage.withAdmin((admin) => admin.listOffsets([topic]))).filter(({ end }) => end === 3);
      const partition = owner?.partition ?? -1;
      const reader = await stage.kafka.reader(group, topic);
      expect((await reader.read(partition, 1, 3)).map(({ offset }) => offset)).toEqual([1, 2]);
      expect(valuesOf(await reader.read(partition, 0, 2))).toEqual(['1', '2']);
      expect(await reader.read(partition, 1, 1)).toEqual([]);
      await reader.commit(partition, 2, '5,7-9');
      await reader.close();
      const marks = await stage.withAdmin((admin) => admin.committedOffsets(group, [topic]));
      expect(marks).toContainEqual({ topic, partition, offset: 2, metadata: '5,7-9' });
      expect(marks).toContainEqual({ topic, partition: 1 - partition, offset: -1, metadata: '' });
    });

    it('refuses a second reader of the same group while the first is there', async () => {
      const topic = await stage.topic();
      const group = randomUUID();
      const first = await stage.kafka.reader(group, topic);
      await expect(stage.kafka.reader(group, topic)).rejects.toThrow('is being read by another process');
      await first.close();
      const next = await stage.kafka.reader(group, topic);
      await next.close();
    });
  });
}

async function settingsOf(name: string, configNames: string[]): Promise<(string | undefined)[]> {
  const admin = testKafka().admin();
  await admin.connect();
  const { resources } = await admin.describeConfigs({
    resources: [{ type: kafkajs.ConfigResourceTypes.TOPIC, name, configNames }],
    includeSynonyms: false,
  });
  await admin.disconnect();
  const entries = resources.flatMap(({ configEntries }) => configEntries);
  return configNames.map((wanted) => entries.find(({ configName }) => configName === wanted)?.configValue);
}
