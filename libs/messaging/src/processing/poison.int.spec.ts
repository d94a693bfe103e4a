import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { eventually } from '@leadstream/testing';
import { done, reject } from '../index.js';
import { type Behaviour, noteRecord, recordEffects, Stage } from '../spec/stage.spec.js';

let stage: Stage;
const tenantId = randomUUID();
const attempts = new Map<number, number>();
const BROKEN = 13;
const REJECTED = 17;
const NUL = 19;

const behaviour: Behaviour = async (events, tx) => {
  for (const { data } of events) attempts.set(data.n, (attempts.get(data.n) ?? 0) + 1);
  await recordEffects(events, tx);
  if (events.some(({ data }) => data.n === BROKEN)) throw new TypeError('cannot read ada@example.com');
  if (events.some(({ data }) => data.n === NUL)) await tx.query('SELECT $1::text', ['\0']);
  return events.map(({ data }) => (data.n === REJECTED ? reject('note_refused') : done()));
};

beforeAll(async () => {
  stage = await Stage.open(1);
  await stage.join(behaviour);
});
afterAll(() => stage.close());

type Note = ReturnType<typeof noteRecord>;

/** Poison records, each with the reason it must be put aside for. */
function poisons(): [reason: string, record: Omit<Note, 'id'>][] {
  const note = (): Note => noteRecord({ tenantId });
  const without = (name: string): Note => {
    const record = note();
    return { ...record, headers: Object.fromEntries(Object.entries(record.headers).filter(([key]) => key !== name)) };
  };
  const withHeader = (name: string, value: string | Buffer): Note => ({ ...note(), headers: { ...note().headers, [name]: value } });
  return [
    ['malformed_json', { ...note(), value: '{"noteId":' }],
    ['malformed_json', { ...note(), value: 'A'.repeat(900_000) }],
    ['invalid_utf8', { ...note(), value: Buffer.from([0x7b, 0xff, 0xfe, 0x7d]) }],
    ['missing_body', { ...note(), value: null }],
    ['schema_violation:n', { ...note(), value: JSON.stringify({ noteId: randomUUID(), n: 'ada@example.com' }) }],
    ['schema_violation:noteId', { ...note(), value: '{"__proto__":{"noteId":"x","n":1}}' }],
    ['subject_mismatch', { ...note(), value: JSON.stringify({ noteId: randomUUID(), n: 1 }) }],
    ['missing_header:ce_type', without('ce_type')],
    ['missing_header:ce_id', without('ce_id')],
    ['bad_header:ce_tenantid', withHeader('ce_tenantid', "'; DROP TABLE inbox; --")],
    ['bad_header:ce_time', withHeader('ce_time', '2026-02-31T99:00:00Z')],
    ['bad_header:ce_correlationid', withHeader('ce_correlationid', Buffer.from([0, 1, 2]))],
    ['unsupported_version', withHeader('ce_dataversion', '2')],
  ];
}

it('puts every kind of poison aside and leaves its neighbours unharmed, in order', async () => {
  const list = poisons();
  const neighbours = list.map((_, n) => noteRecord({ tenantId, n: 1000 + n }));
  await stage.send(list.flatMap(([, record], index) => [record, neighbours[index] as Note]));
  await eventually(async () => expect(await stage.effects()).toHaveLength(list.length));
  expect((await stage.effects()).map(({ event_id }) => event_id)).toEqual(neighbours.map(({ id }) => id));
  const letters = await eventually(async () => {
    const found = await stage.deadLetters();
    expect(found).toHaveLength(list.length);
    return found;
  });
  expect(letters.map(({ reason }) => reason)).toEqual(list.map(([reason]) => reason));
  expect(letters.map(({ value }) => value)).toEqual(list.map(([, record]) => record.value?.toString('latin1' as never) ?? ''));
  for (const { headers } of letters) {
    const added = Object.entries(headers).filter(([name]) => name.startsWith('dlq_'));
    expect(JSON.stringify(added)).not.toContain('@example.com');
    expect(headers).toMatchObject({ dlq_topic: 'crm.note.v1', dlq_partition: '0', dlq_group: 'lead.note-projection', dlq_attempts: '1' });
  }
});

it('isolates what fails, refuses or breaks the transaction, whoever came with it', async () => {
  const before = (await stage.effects()).length;
  const numbers = Array.from({ length: 40 }, (_, n) => n);
  const records = numbers.map((n) => noteRecord({ tenantId, n }));
  await stage.send(records);
  const good = numbers.filter((n) => ![BROKEN, REJECTED, NUL].includes(n));
  const effects = await eventually(async () => {
    const found = (await stage.effects()).slice(before);
    expect(found).toHaveLength(good.length);
    return found;
  });
  expect(effects.map(({ n }) => n)).toEqual(good);
  const letters = await eventually(async () => {
    const found = (await stage.deadLetters()).slice(-3);
    expect(found.map(({ reason }) => reason)).toEqual(['handler_failed:TypeError', 'note_refused', 'handler_failed:22021']);
    return found;
  });
  expect(letters.map(({ headers }) => headers['dlq_attempts'])).toEqual(['3', '1', '3']);
  expect(letters.map(({ headers }) => headers['ce_id'])).toEqual([BROKEN, REJECTED, NUL].map((n) => records[n]?.id));
});

it('keeps no inbox entry of what it put aside, so that a replay can succeed', async () => {
  const ids = (await stage.deadLetters()).map(({ headers }) => headers['ce_id']).filter((id) => id !== undefined);
  const { rows } = await stage.admin.query('SELECT event_id FROM lead.inbox WHERE event_id = ANY ($1)', [ids]);
  expect(rows).toEqual([]);
});
