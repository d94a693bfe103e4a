import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { eventually, OwnBroker, runJavaClient } from '@leadstream/testing';
import { configureLogger } from '@leadstream/telemetry';
import { Kafka, logLevel } from 'kafkajs';
import { RecordTooLargeError } from '../index.js';
import { Ledger } from './conformance/ledger.fixture.spec.js';
import { atLeast, valuesOf } from './conformance/stage.fixture.spec.js';
import { allAdapters, type Part, together } from './conformance/together.fixture.spec.js';

/** Two Java processes start and restart, on a machine that may have much else to do. */
const SLOW_MS = 300_000;
/** A frozen broker is written off after its session of 4 s (`broker.session.timeout.ms` of the embedded broker). */
const WRITTEN_OFF_WITHIN_MS = 40_000;
/** A send to a leader alone is acknowledged within milliseconds. */
const FAR_LONGER_THAN_A_LEADER_TAKES_MS = 2_000;

configureLogger({ service: 'spec', level: 'silent' });

let first: OwnBroker;
let second: OwnBroker;
let adapters: Part[];
beforeAll(async () => {
  first = await OwnBroker.start();
  second = await OwnBroker.start(first);
  adapters = allAdapters([first.address, second.address]);
}, SLOW_MS);
afterAll(async () => {
  await Promise.all(adapters.map(({ stage }) => stage.close()));
  await second.end();
  await first.end();
});

/** @param replicas brokers of its one partition, the preferred leader first */
async function replicated({ stage }: Part, replicas: string, ...settings: string[]): Promise<string> {
  const topic = `conformance-${stage.adapter.name}-${replicas.replace(':', '-')}`;
  const config = settings.flatMap((setting) => ['--config', setting]);
  await runJavaClient({
    program: 'org.apache.kafka.tools.TopicCommand',
    args: ['--bootstrap-server', first.address, '--create', '--topic', topic, '--replica-assignment', replicas, ...config],
  });
  return topic;
}

it(
  'is content with nothing less than all replicas, and goes on when they are back',
  async () => {
    const parts = await together(adapters, async (part) => {
      const topic = await replicated(part, '1:2', 'min.insync.replicas=2');
      const alone = await replicated(part, '1');
      const producer = await part.stage.kafka.producer();
      const send = (value: string) => producer.send([{ topic, key: 'k', value, headers: {} }]);
      await send('both');
      return { ...part, topic, alone, producer, send };
    });
    second.freeze();
    try {
      await together(parts, async ({ topic, alone, producer, send }) => {
        const inDoubt = send('leader alone').then(
          () => 'acknowledged',
          () => 'refused',
        );
        expect(await Promise.race([inDoubt, pause(FAR_LONGER_THAN_A_LEADER_TAKES_MS, 'waiting')])).not.toBe('acknowledged');
        /** From now on the broker refuses at once: too few replicas are in sync. */
        await eventually(async () => expect(await inSync(first, topic)).toEqual([1]), { withinMs: WRITTEN_OFF_WITHIN_MS, everyMs: 500 });
        const refused = { topic, key: 'k', value: 'too few replicas', headers: {} };
        await expect(producer.send([refused, { ...refused, topic: alone, value: 'taken' }])).rejects.not.toThrow(RecordTooLargeError);
      });
    } finally {
      second.thaw();
    }
    await together(parts, async ({ stage, topic, alone, producer, send }) => {
      await eventually(() => send('both again'), { withinMs: WRITTEN_OFF_WITHIN_MS });
      await producer.send([{ topic: alone, key: 'k', value: 'end', headers: {} }]);
      await producer.close();
      if (!stage.adapter.repeatsWhatWasTaken) expect(valuesOf(await stage.received(alone, 2))).toEqual(['taken', 'end']);
      const values = valuesOf(await stage.received(topic, 2));
      expect([values[0], values.at(-1)]).toEqual(['both', 'both again']);
    });
  },
  SLOW_MS,
);

it(
  'follows a partition to its next leader: nothing lost, order kept, doubled only what was in doubt',
  async () => {
    const parts = await together(adapters, async (part) => {
      const topic = await replicated(part, '2:1', 'min.insync.replicas=1');
      const producer = await part.stage.kafka.producer();
      const ledger = new Ledger(producer, topic, ['a', 'b']);
      const member = part.stage.join([topic]);
      ledger.start();
      await eventually(() => atLeast(member.records.length, 100));
      return { ...part, producer, ledger, member };
    });
    parts.forEach(({ ledger }) => (ledger.isDisturbed = true));
    await second.kill();
    const acked = Math.max(...parts.map(({ ledger }) => ledger.acked));
    await together(parts, ({ ledger }) => eventually(() => atLeast(ledger.acked, acked + 100), { withinMs: WRITTEN_OFF_WITHIN_MS }));
    await second.restart();
    await together(parts, async ({ ledger, producer, member }) => {
      await eventually(() => atLeast(ledger.acked, acked + 200), { withinMs: WRITTEN_OFF_WITHIN_MS });
      await ledger.stop();
      await producer.close();
      const last = String(ledger.acked - 1);
      await eventually(() => expect(valuesOf(member.records).filter((value) => value === last).length).toBeGreaterThanOrEqual(2), {
        withinMs: WRITTEN_OFF_WITHIN_MS,
      });
      ledger.compare(member.records);
      await member.consumer.stop();
    });
  },
  SLOW_MS,
);

/** Ids of the replicas in sync, as the broker tells them. */
async function inSync(broker: OwnBroker, topic: string): Promise<number[] | undefined> {
  const admin = new Kafka({ brokers: [broker.address], logLevel: logLevel.NOTHING }).admin();
  await admin.connect();
  try {
    const { topics } = await admin.fetchTopicMetadata({ topics: [topic] });
    return topics[0]?.partitions[0]?.isr;
  } finally {
    await admin.disconnect();
  }
}
