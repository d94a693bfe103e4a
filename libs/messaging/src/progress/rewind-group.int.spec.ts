import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { eventually } from '@leadstream/testing';
import { GROUP, noteRecord, recordEffects, Stage } from '../spec/stage.spec.js';
import { rewindGroup } from './rewind-group.js';

const group = { name: GROUP, topics: [{ name: 'crm.note.v1' }] } as unknown as Parameters<typeof rewindGroup>[1];
const RECORDS = 30;

let stage: Stage;
let handled = 0;
const tenantId = randomUUID();
const noteId = randomUUID();
beforeAll(async () => {
  stage = await Stage.open(2);
  await stage.join(async (events, tx) => {
    handled += events.length;
    return recordEffects(events, tx);
  });
  await stage.send(Array.from({ length: RECORDS }, (_, n) => noteRecord({ tenantId, noteId, n })));
  await applied();
});
afterAll(() => stage.close());

/** Resolves when the group has come to the end of its topic. */
async function applied(): Promise<void> {
  await eventually(
    async () => {
      const { rows } = await stage.admin.query<{ records: string; end: string }>(
        'SELECT sum(high_water) AS records, sum(log_end) AS end FROM lead.consumer_progress',
      );
      expect(rows[0]).toEqual({ records: String(RECORDS), end: String(RECORDS) });
    },
    { withinMs: 30_000 },
  );
}

async function numbers(): Promise<number[]> {
  return (await stage.effects()).map(({ n }) => n);
}

const inOrder = Array.from({ length: RECORDS }, (_, n) => n);

it('changes nothing while the inbox is kept, and tells how far the group had come', async () => {
  const rewound = await rewindGroup(stage.database, group);
  expect(rewound.map(({ topic, partition }) => `${topic}/${partition}`)).toEqual(['crm.note.v1/0', 'crm.note.v1/1']);
  expect(rewound.reduce((sum, { from }) => sum + from, 0)).toBe(RECORDS);
  await applied();
  expect(handled).toBe(RECORDS);
  expect(await numbers()).toEqual(inOrder);
});

it('builds everything again, in order, once the inbox is empty', async () => {
  await stage.admin.query('TRUNCATE lead.inbox, lead.spec_effect');
  await rewindGroup(stage.database, group);
  await applied();
  await eventually(async () => expect(await numbers()).toEqual(inOrder));
  expect(handled).toBe(2 * RECORDS);
});
