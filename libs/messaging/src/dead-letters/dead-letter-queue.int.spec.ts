import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { eventually } from '@leadstream/testing';
import { DeadLetterQueue, done, listDeadLetters, reject } from '../index.js';
import { type Behaviour, noteRecord, recordEffects, Stage } from '../spec/stage.spec.js';

let stage: Stage;
let isFixed = false;
const tenantId = randomUUID();
const records = Array.from({ length: 6 }, (_, n) => noteRecord({ tenantId, n }));

const behaviour: Behaviour = async (events, tx) => {
  await recordEffects(events, tx);
  return events.map(({ data: { n } }) => (n < 4 && !isFixed ? reject('not_yet') : done()));
};

beforeAll(async () => {
  stage = await Stage.open(1);
  await stage.join(behaviour);
  await stage.send(records);
  await eventually(async () => expect(await stage.effects()).toHaveLength(2));
  await eventually(async () => expect(await summary()).toMatchObject({ total: 4, open: 4 }));
});
afterAll(() => stage.close());

async function summary() {
  return (await listDeadLetters(stage.kafka, stage.prefix))[0];
}

async function withQueue<T>(work: (queue: DeadLetterQueue) => Promise<T>): Promise<T> {
  const queue = await DeadLetterQueue.open(stage.kafka, stage.prefix, stage.deadLetterTopic);
  return work(queue).finally(() => queue.close());
}

it('shows what is open', async () => {
  const offsets = await withQueue(async (queue) => {
    const found: number[] = [];
    for await (const page of queue.pages()) found.push(...page.map(({ offset }) => offset));
    return found;
  });
  expect(offsets).toEqual([0, 1, 2, 3]);
});

it('replays what was chosen, once the cause is gone, and remembers it', async () => {
  isFixed = true;
  expect(await withQueue((queue) => queue.replay([2]))).toEqual({ replayed: 1, lost: 0 });
  await eventually(async () => expect((await stage.effects()).map(({ event_id }) => event_id)).toContain(records[2]?.id));
  expect(await summary()).toMatchObject({ total: 4, open: 3 });
  expect(await withQueue((queue) => queue.replay([2]))).toEqual({ replayed: 0, lost: 0 });
});

it('discards without replaying', async () => {
  expect(await withQueue((queue) => queue.discard([0]))).toBe(1);
  expect(await summary()).toMatchObject({ open: 2 });
});

it('replays all that are left; groups that had the event do nothing', async () => {
  expect(await withQueue((queue) => queue.replay())).toEqual({ replayed: 2, lost: 0 });
  await stage.send(records.slice(4));
  const expected = [1, 2, 3, 4, 5].map((n) => records[n]?.id).sort();
  await eventually(async () => expect((await stage.effects()).map(({ event_id }) => event_id).sort()).toEqual(expected));
  expect(await summary()).toMatchObject({ total: 4, open: 0 });
});

it('restores a body that was too large for the dead-letter topic from where it came', async () => {
  isFixed = false;
  const admin = await stage.kafka.admin();
  await admin.ensureTopics([{ name: stage.deadLetterTopic, partitions: 1, config: { 'max.message.bytes': '3000' } }]);
  await admin.close();
  const noteId = randomUUID();
  const large = noteRecord({ tenantId, noteId, n: 0 });
  await stage.send([{ ...large, value: JSON.stringify({ noteId, n: 0, text: 'x'.repeat(5_000) }) }]);
  await eventually(async () => expect(await summary()).toMatchObject({ total: 5, open: 1 }));
  isFixed = true;
  expect(await withQueue((queue) => queue.replay())).toEqual({ replayed: 1, lost: 0 });
  await eventually(async () => expect((await stage.effects()).map(({ event_id }) => event_id)).toContain(large.id));
});

it('puts aside and restores a record whose headers alone are too large for the dead-letter topic', async () => {
  isFixed = false;
  const bomb = noteRecord({ tenantId, n: 0 });
  const headers = { ...bomb.headers, 'x-bomb': 'x'.repeat(5_000) };
  await stage.send([{ ...bomb, headers }]);
  await eventually(async () => expect(await summary()).toMatchObject({ total: 6, open: 1 }));
  expect((await stage.deadLetters()).at(-1)?.headers).toMatchObject({ dlq_reason: 'not_yet', dlq_headers_left_out: 'too_large' });
  isFixed = true;
  expect(await withQueue((queue) => queue.replay())).toEqual({ replayed: 1, lost: 0 });
  await eventually(async () => expect((await stage.effects()).map(({ event_id }) => event_id)).toContain(bomb.id));
});

it('says so when there is no such topic', async () => {
  await expect(DeadLetterQueue.open(stage.kafka, stage.prefix, stage.topic)).rejects.toThrow('there is no dead-letter topic');
});
