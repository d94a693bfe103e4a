import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { eventually } from '@leadstream/testing';
import { PartitionLostError } from '../processing/failure.js';
import type { Delivery } from '../processing/decode-records.js';
import { applyInTransaction } from '../processing/event-transaction.js';
import { GROUP, noteRecord, recordEffects, Stage } from '../spec/stage.spec.js';
import { HeldPartition } from './held-partition.js';
import { claimPartitions, storePositions } from './progress.repository.js';

let stage: Stage;
const tenantId = randomUUID();
beforeAll(async () => {
  stage = await Stage.open(1);
});
afterAll(() => stage.close());

async function claim(): Promise<HeldPartition> {
  const [lease] = await stage.database.withoutTenant((tx) => claimPartitions(tx, GROUP, [{ topic: 'crm.note.v1', partition: 0 }]));
  if (lease === undefined) throw new Error('no lease');
  return new HeldPartition(lease, stage.prefix, lease.highWater, 0);
}

function delivery(): Delivery {
  const { id } = noteRecord({ tenantId });
  const noteId = randomUUID();
  const event = {
    id,
    type: 'note.added',
    version: 1,
    source: 'lead',
    time: new Date(),
    tenantId,
    subject: noteId,
    sequence: 1,
    correlationId: 'spec',
    causationId: undefined,
    data: { noteId, n: 1 },
  };
  const record = { topic: stage.topic, partition: 0, offset: 0, timestampMs: 0, key: null, value: null, headers: {} };
  const handler = { delivery: 'batch', invoke: (events: never, tx: never) => recordEffects(events, tx) } as const;
  return { record, event, handler, traceparent: undefined };
}

const transaction = (held: HeldPartition) => ({ group: GROUP, deliveries: [delivery()], position: held.position(1), isLost: () => false });

it('lets a zombie write neither effects nor progress', async () => {
  const zombie = await claim();
  const owner = await claim();
  await expect(applyInTransaction(stage.database, transaction(zombie))).rejects.toThrow(PartitionLostError);
  expect(await stage.effects()).toEqual([]);
  expect(await stage.database.withoutTenant((tx) => storePositions(tx, GROUP, [zombie.position(5)]))).toBe(0);
  await expect(applyInTransaction(stage.database, transaction(owner))).resolves.toHaveLength(1);
  expect(await stage.effects()).toHaveLength(1);
});

it('makes a new owner wait for the transaction in work, and shuts out what comes after', async () => {
  const before = await claim();
  const { promise: gate, resolve: open } = Promise.withResolvers<void>();
  const slow = delivery();
  const started = Promise.withResolvers<void>();
  const handler = {
    ...slow.handler,
    invoke: async () => {
      started.resolve();
      await gate;
      return { kind: 'done' } as const;
    },
  };
  const working = applyInTransaction(stage.database, {
    ...transaction(before),
    deliveries: [{ ...slow, handler }],
    position: before.position(10),
  });
  await started.promise;
  const claimed = claim();
  open();
  await working;
  expect((await claimed).position().highWater).toBe(10);
  await expect(applyInTransaction(stage.database, transaction(before))).rejects.toThrow(PartitionLostError);
});

it('does not move progress back by a position that was taken before the last batch', async () => {
  const held = await claim();
  const taken = held.position();
  const { highWater } = held.position(taken.highWater + 10, 1_000);
  await applyInTransaction(stage.database, { ...transaction(held), position: held.position(highWater, 1_000) });
  expect(await stage.database.withoutTenant((tx) => storePositions(tx, GROUP, [taken]))).toBe(1);
  const { rows } = await stage.admin.query('SELECT high_water, log_end >= high_water AS sound, last_record_at FROM lead.consumer_progress');
  expect(rows).toEqual([{ high_water: String(highWater), sound: true, last_record_at: new Date(1_000) }]);
});

it('claims again when it was fenced out by somebody whom the broker does not know', async () => {
  const member = await stage.join(recordEffects);
  await eventually(() => expect(member.strategy.health()[0]?.ready).toBe(true));
  const usurper = (await claim()).position();
  const record = noteRecord({ tenantId });
  await stage.send([record]);
  await eventually(async () => expect((await stage.effects()).map(({ event_id }) => event_id)).toContain(record.id));
  const { rows } = await stage.admin.query<{ fencing_token: string }>('SELECT fencing_token FROM lead.consumer_progress');
  expect(Number(rows[0]?.fencing_token)).toBeGreaterThan(Number(usurper.fencingToken));
});

it('claims again, too, when nothing flows that would show it', async () => {
  const member = await stage.join(recordEffects);
  await eventually(() => expect(member.strategy.health()[0]?.ready).toBe(true));
  const usurper = (await claim()).position();
  await eventually(
    async () => {
      const { rows } = await stage.admin.query<{ fencing_token: string }>('SELECT fencing_token FROM lead.consumer_progress');
      expect(Number(rows[0]?.fencing_token)).toBeGreaterThan(Number(usurper.fencingToken));
    },
    { withinMs: 15_000 },
  );
});
