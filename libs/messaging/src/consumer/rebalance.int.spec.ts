import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { eventually } from '@leadstream/testing';
import { type Behaviour, type Effect, noteRecord, recordEffects, Stage } from '../spec/stage.spec.js';

let stage: Stage;
const tenants = [randomUUID(), randomUUID()];
const notes = Array.from({ length: 20 }, () => randomUUID());
const EVENTS = 3_000;

/** Slow enough that members come and go in the middle of it. */
const behaviour: Behaviour = async (events, tx) => {
  await delay(5);
  return recordEffects(events, tx);
};

beforeAll(async () => {
  stage = await Stage.open(4);
});
afterAll(() => stage.close());

function ordersOf(effects: readonly Effect[]): number[][] {
  return [...Map.groupBy(effects, ({ note_id }) => note_id).values()].map((same) => same.map(({ n }) => n));
}

it('loses, doubles and reorders nothing while members come and go', async () => {
  const records = Array.from({ length: EVENTS }, (_, n) =>
    noteRecord({ tenantId: tenants[n % 2] as string, noteId: notes[n % 20] as string, n, closed: n % 3 === 0 }),
  );
  await stage.send(records);
  const tuning = { chunkSize: 20 };
  const reached = (count: number) =>
    eventually(async () => expect((await stage.effects()).length).toBeGreaterThan(count), { withinMs: 30_000 });
  const first = await stage.join(behaviour, tuning);
  await reached(200);
  const second = await stage.join(behaviour, tuning);
  await eventually(() => expect(second.strategy.health()[0]?.partitions).toBe(2), { withinMs: 20_000 });
  await reached(1_200);
  await first.stop();
  await eventually(() => expect(second.strategy.health()[0]?.partitions).toBe(4), { withinMs: 20_000 });
  await eventually(async () => expect(await stage.effects()).toHaveLength(EVENTS), { withinMs: 30_000 });
  const effects = await stage.effects();
  expect(new Set(effects.map(({ event_id }) => event_id)).size).toBe(EVENTS);
  for (const order of ordersOf(effects)) expect(order).toEqual(order.toSorted((one, other) => one - other));
});
