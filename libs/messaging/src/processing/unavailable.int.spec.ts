import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { DomainError } from '@leadstream/kernel';
import { eventually } from '@leadstream/testing';
import { type Behaviour, type Member, noteRecord, recordEffects, Stage } from '../spec/stage.spec.js';

let stage: Stage;
let member: Member;
let isDown = false;
const tenantId = randomUUID();

const behaviour: Behaviour = async (events, tx) => {
  const outcome = await recordEffects(events, tx);
  if (isDown) throw new Error('wrapped', { cause: new DomainError('SEARCH.DOWN', 'unavailable', 'Search is down') });
  return outcome;
};

beforeAll(async () => {
  stage = await Stage.open(1);
  member = await stage.join(behaviour);
});
afterAll(() => stage.close());

it('waits for a dependency that is down, loses nothing, dead-letters nothing', async () => {
  isDown = true;
  const records = Array.from({ length: 20 }, (_, n) => noteRecord({ tenantId, n }));
  await stage.send(records);
  await eventually(() => expect(member.strategy.health()[0]?.reasons).toContain('dependency_unavailable'));
  expect(await stage.effects()).toEqual([]);
  isDown = false;
  await eventually(async () => expect((await stage.effects()).map(({ event_id }) => event_id)).toEqual(records.map(({ id }) => id)));
  await eventually(() => expect(member.strategy.health()[0]?.ready).toBe(true));
  expect(await stage.deadLetters()).toEqual([]);
});

it('waits for the database too', async () => {
  const before = (await stage.effects()).length;
  await stage.limitConnections(0);
  await stage.admin.query(
    `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'lead_service' AND datname = current_database()`,
  );
  const record = noteRecord({ tenantId, n: 99 });
  await stage.send([record]);
  await eventually(() => expect(member.strategy.health()[0]?.reasons).toContain('dependency_unavailable'));
  await stage.limitConnections(-1);
  await eventually(async () => expect((await stage.effects()).slice(before).map(({ event_id }) => event_id)).toEqual([record.id]));
  expect(await stage.deadLetters()).toEqual([]);
});
