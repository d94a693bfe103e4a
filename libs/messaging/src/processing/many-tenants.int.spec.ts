import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { eventually } from '@leadstream/testing';
import { done } from '../index.js';
import { type Behaviour, noteRecord, recordEffects, Stage } from '../spec/stage.spec.js';

const TENANTS = Array.from({ length: 5 }, () => randomUUID());
const [TROUBLED = ''] = TENANTS;
const EVENTS_PER_TENANT = 8;
const BROKEN = 5;

let stage: Stage;
/** What each call was given and could see. */
const calls: { readonly tenantId: string; readonly given: string[]; readonly seen: string[] }[] = [];

const behaviour: Behaviour = async (events, tx) => {
  await recordEffects(events, tx);
  const rows = await tx.query<{ tenant_id: string }>('SELECT DISTINCT tenant_id FROM spec_effect');
  calls.push({
    tenantId: tx.tenantId,
    given: [...new Set(events.map(({ tenantId }) => tenantId))],
    seen: rows.map(({ tenant_id }) => tenant_id),
  });
  if (tx.tenantId === TROUBLED && events.some(({ data }) => data.n === BROKEN)) throw new TypeError('broken');
  return done();
};

beforeAll(async () => {
  stage = await Stage.open(1);
});
afterAll(() => stage.close());

it('applies events of many tenants, each in reach of its own rows only, and isolates the one that fails', async () => {
  const records = Array.from({ length: EVENTS_PER_TENANT * TENANTS.length }, (_, index) =>
    noteRecord({ tenantId: TENANTS[index % TENANTS.length] as string, n: Math.floor(index / TENANTS.length) }),
  );
  await stage.send(records);
  await stage.join(behaviour);
  const effects = await eventually(async () => {
    const found = await stage.effects();
    expect(found).toHaveLength(records.length - 1);
    return found;
  });
  for (const tenantId of TENANTS) {
    const expected = Array.from({ length: EVENTS_PER_TENANT }, (_, n) => n).filter((n) => tenantId !== TROUBLED || n !== BROKEN);
    expect(effects.filter((effect) => effect.tenant_id === tenantId).map(({ n }) => n)).toEqual(expected);
  }
  for (const { tenantId, given, seen } of calls) {
    expect(given).toEqual([tenantId]);
    expect(seen).toEqual([tenantId]);
  }
  const letters = await eventually(async () => {
    const found = await stage.deadLetters();
    expect(found).toHaveLength(1);
    return found;
  });
  expect(letters[0]).toMatchObject({ reason: 'handler_failed:TypeError', headers: { ce_tenantid: TROUBLED, dlq_attempts: '3' } });
});

it('finds redelivered events of every tenant in the inbox, and applies the new ones among them', async () => {
  const before = (await stage.effects()).length;
  const old = TENANTS.map((tenantId) => noteRecord({ tenantId, n: 100 }));
  await stage.send(old);
  await eventually(async () => expect(await stage.effects()).toHaveLength(before + old.length));
  const fresh = TENANTS.map((tenantId) => noteRecord({ tenantId, n: 101 }));
  await stage.send(old.flatMap((record, index) => [record, fresh[index] as typeof record, record]));
  await eventually(async () => expect(await stage.effects()).toHaveLength(before + old.length + fresh.length));
  const added = (await stage.effects()).slice(before);
  expect(added.map(({ event_id }) => event_id).sort()).toEqual([...old, ...fresh].map(({ id }) => id).sort());
});
