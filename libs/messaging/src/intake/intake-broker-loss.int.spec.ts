import { randomUUID } from 'node:crypto';
import { setImmediate } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { leadDeletedV1, leadTopic } from '@leadstream/contracts';
import { eventually, OwnBroker } from '@leadstream/testing';
import { CombinedClient } from '../combined-client.js';
import { TopicIntake } from './topic-intake.js';

/** A Java process starts, on a machine that may have much else to do. */
const SLOW_MS = 150_000;
const ANSWER_WITHIN_MS = 1_000;
const TRIAL_AFTER_MS = 300;
const TRIALS = 3;
const CALLERS = 50;
const REFUSED = { code: 'INTAKE.UNAVAILABLE', kind: 'unavailable', extra: { retryAfterSeconds: 5 } };

let broker: OwnBroker;
let kafka: CombinedClient;
let intake: TopicIntake;
let acknowledged = 0;

beforeAll(async () => {
  broker = await OwnBroker.start();
  kafka = new CombinedClient({ brokers: [broker.address], clientId: 'spec' });
  const admin = await kafka.admin();
  await admin.ensureTopics([{ name: leadTopic.name, partitions: 1, config: {} }]);
  await admin.close();
  intake = new TopicIntake({ kafka, limits: { answerWithinMs: ANSWER_WITHIN_MS, trialAfterMs: TRIAL_AFTER_MS } });
}, SLOW_MS);
afterAll(async () => {
  broker?.thaw();
  await intake?.onApplicationShutdown();
  await broker?.end();
}, SLOW_MS);

async function publish(): Promise<void> {
  await intake.publish(leadDeletedV1, randomUUID(), [{ leadId: randomUUID(), deletedAt: '2026-01-02T03:04:05Z' }]);
  acknowledged += 1;
}

/** @returns how many of many callers wait for the broker; the others are refused before the process does anything else */
async function heldCallers(): Promise<number> {
  let held = CALLERS;
  const refused = Array.from({ length: CALLERS }, () => expect(publish().finally(() => (held -= 1))).rejects.toMatchObject(REFUSED));
  await setImmediate();
  const heldAfterTurn = held;
  await Promise.all(refused);
  return heldAfterTurn;
}

async function heldInTopic(): Promise<number> {
  const admin = await kafka.admin();
  try {
    return (await admin.listOffsets([leadTopic.name])).reduce((sum, { end }) => sum + end, 0);
  } finally {
    await admin.close();
  }
}

it(
  'holds one caller at most while the broker stands still, and keeps what it acknowledged',
  async () => {
    await eventually(publish, { withinMs: 30_000 });
    broker.freeze();
    // An answer may still have been on its way.
    await eventually(() => expect(publish()).rejects.toMatchObject(REFUSED));
    const held: number[] = [];
    await eventually(
      async () => {
        held.push(await heldCallers());
        expect(held.filter((callers) => callers > 0)).toHaveLength(TRIALS);
      },
      { withinMs: 30_000 },
    );
    expect(Math.max(...held)).toBe(1);
    broker.thaw();
    await eventually(publish, { withinMs: 60_000 });
    await Promise.all(Array.from({ length: 20 }, publish));
    expect(await heldInTopic()).toBeGreaterThanOrEqual(acknowledged);
  },
  SLOW_MS,
);
