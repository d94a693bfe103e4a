import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { KeyObject } from 'node:crypto';
import { OTHER_TENANT, runSql, TENANT } from '../../spec/spec-slice.js';
import { TenantDatabase } from '../tenant-database.js';
import { CLAIM } from './person-key.repository.js';
import { PersonVault } from './person-vault.js';
import { type VaultStage, vaultStage } from './vault.fixture.spec.js';

let stage: VaultStage;
beforeAll(async () => {
  stage = await vaultStage();
});
afterAll(() => stage.close());

const bytesOf = (key: KeyObject | undefined): string | undefined => key?.export().toString('hex');
let persons = 0;
const newLead = (): string => `lead:018f0000-0000-7000-8000-${String((persons += 1)).padStart(12, '0')}`;

/** The vault's database, with its transactions counted. */
function countedDatabase(): { readonly database: TenantDatabase; asked(): number } {
  let asked = 0;
  const database = new TenantDatabase({ url: stage.own.serviceUrl('vault'), poolSize: 1, applicationName: 'spec-counted' });
  const counted = new Proxy(database, {
    get: (target, name) => {
      if (name === 'runInTenant' || name === 'inTenant' || name === 'withoutTenant') asked += 1;
      const member: unknown = Reflect.get(target, name, target);
      return typeof member === 'function' ? (member.bind(target) as unknown) : member;
    },
  });
  return { database: counted, asked: () => asked };
}

async function only(vault: PersonVault, reference: string, tenantId = TENANT) {
  const key = (await vault.keysOf(tenantId, [reference])).get(reference);
  if (key === undefined) throw new Error('no key');
  return key;
}

describe('a person has one key', () => {
  it('whichever process asks, and another one in another tenant', async () => {
    const person = newLead();
    const [first, second] = [await only(stage.member(), person), await only(stage.member(), person)];
    expect(second.keyId).toBe(first.keyId);
    expect(bytesOf(second.key)).toBe(bytesOf(first.key));
    expect(bytesOf((await only(stage.member(), person, OTHER_TENANT)).key)).not.toBe(bytesOf(first.key));
  });

  it('when 64 ask at the same moment', async () => {
    const person = newLead();
    const members = Array.from({ length: 8 }, () => stage.member());
    const keys = await Promise.all(Array.from({ length: 64 }, (_, index) => only(members[index % 8] as PersonVault, person)));
    expect(new Set(keys.map(({ keyId }) => keyId)).size).toBe(1);
    expect(new Set(keys.map(({ key }) => bytesOf(key))).size).toBe(1);
  });

  it('in batches that overlap and come from two sides', async () => {
    const people = Array.from({ length: 200 }, newLead);
    const [ahead, back] = await Promise.all([stage.member().keysOf(TENANT, people), stage.member().keysOf(TENANT, people.toReversed())]);
    expect([...ahead].map(([person, { keyId }]) => [person, keyId]).sort()).toEqual(
      [...back].map(([person, { keyId }]) => [person, keyId]).sort(),
    );
    expect(new Set([...ahead.values()].map(({ key }) => bytesOf(key))).size).toBe(200);
  });

  it('and is found by its id with those of other tenants at once', async () => {
    const [mine, theirs] = [await only(stage.member(), newLead()), await only(stage.member(), newLead(), OTHER_TENANT)];
    const found = await stage.member().find([
      { tenantId: TENANT, keyId: mine.keyId },
      { tenantId: OTHER_TENANT, keyId: theirs.keyId },
    ]);
    expect(found.map((one) => bytesOf(one?.key))).toEqual([bytesOf(mine.key), bytesOf(theirs.key)]);
  });
});

describe('a destroyed key', () => {
  it('is told from one that is not there', async () => {
    const vault = stage.member();
    const { keyId } = await only(vault, newLead());
    const person = newLead();
    const gone = await only(vault, person);
    expect(await vault.destroy(TENANT, [person])).toBe(1);
    const unknown = '018f0000-0000-7000-8000-ffffffffffff';
    const found = await stage.member().find([keyId, gone.keyId, unknown].map((id) => ({ tenantId: TENANT, keyId: id })));
    expect(found).toEqual([{ keyId, key: expect.anything() }, { keyId: gone.keyId, key: undefined }, undefined]);
  });

  it('can be made of one that is lost for good, but of no other', async () => {
    const { keyId } = await only(stage.member(), newLead());
    const lost = '018f0000-0000-7000-8000-eeeeeeeeeeee';
    const addresses = [lost, keyId].map((id) => ({ tenantId: TENANT, keyId: id }));
    expect(await stage.member().giveUp(addresses)).toBe(1);
    expect(await stage.member().find(addresses)).toEqual([
      { keyId: lost, key: undefined },
      { keyId, key: expect.anything() },
    ]);
  });

  it('stays destroyed for an id: whoever writes about it later gets no key', async () => {
    const person = newLead();
    const { keyId } = await only(stage.member(), person);
    await stage.member().destroy(TENANT, [person]);
    expect(await only(stage.member(), person)).toEqual({ keyId, key: undefined });
    expect(await stage.member().destroy(TENANT, [person])).toBe(0);
  });

  it('is a mark even where there never was a key', async () => {
    const person = newLead();
    expect(await stage.member().destroy(TENANT, [person])).toBe(0);
    expect((await only(stage.member(), person)).key).toBeUndefined();
  });

  it('of an address gives way to a new one, which opens nothing of the old', async () => {
    const address = 'email:ada@example.com';
    const old = await only(stage.member(), address);
    await stage.member().destroy(TENANT, [address]);
    const fresh = await only(stage.member(), address);
    expect(fresh.keyId).not.toBe(old.keyId);
    expect(bytesOf(fresh.key)).not.toBe(bytesOf(old.key));
    expect(await stage.member().find([{ tenantId: TENANT, keyId: old.keyId }])).toEqual([{ keyId: old.keyId, key: undefined }]);
  });

  it('is gone in this process at once, in others when a minute has passed', async () => {
    let nowMs = 0;
    const clock = { now: () => new Date(nowMs) };
    const [here, there] = [stage.member({ clock }), stage.member({ clock })];
    const person = newLead();
    const { keyId } = await only(here, person);
    const wanted = [{ tenantId: TENANT, keyId }];
    for (const vault of [here, there]) expect((await vault.find(wanted))[0]?.key).toBeDefined();
    await here.destroy(TENANT, [person]);
    expect((await here.find(wanted))[0]?.key).toBeUndefined();
    nowMs = 59_999;
    expect((await there.find(wanted))[0]?.key).toBeDefined();
    nowMs = 60_000;
    expect((await there.find(wanted))[0]?.key).toBeUndefined();
  });

  it('that a restored vault has back goes again by its hash; one that was made since stays', async () => {
    const [restored, since] = ['email:restored@example.com', 'email:since@example.com'];
    const vault = stage.member();
    const { keyId } = await only(vault, restored);
    const made = `UPDATE vault.person_key SET created_at = now() - interval '1 hour' WHERE key_id = $1`;
    await runSql(stage.own.adminUrl, made, [keyId]);
    const kept = await only(vault, since);
    const hashes = await vault.hashesOf(TENANT, [restored, since]);
    expect(await vault.destroyAgain(TENANT, hashes, new Date(Date.now() - 60_000))).toBe(1);
    const found = await stage.member().find([keyId, kept.keyId].map((id) => ({ tenantId: TENANT, keyId: id })));
    expect(found.map((one) => one?.key !== undefined)).toEqual([false, true]);
  });

  it('may not be waited for longer than a minute', () => {
    expect(() => stage.member({ maxAgeMs: 60_001 })).toThrow(RangeError);
  });

  it('leaves no key behind in the row, and cannot be brought back or deleted', async () => {
    const person = newLead();
    const { keyId } = await only(stage.member(), person);
    await stage.member().destroy(TENANT, [person]);
    const row = 'SELECT wrapped_key, kek_id FROM vault.person_key WHERE key_id = $1';
    expect(await runSql(stage.own.adminUrl, row, [keyId])).toEqual([{ wrapped_key: null, kek_id: null }]);
    const owner = stage.owner();
    const revive = `UPDATE person_key SET wrapped_key = '\\x00', kek_id = 'k1', destroyed_at = NULL WHERE key_id = $1`;
    expect(await owner.inTenant(TENANT, (tx) => tx.execute(revive, [keyId]))).toBe(0);
    expect(await owner.inTenant(TENANT, (tx) => tx.execute('DELETE FROM person_key WHERE key_id = $1', [keyId]))).toBe(0);
  });
});

describe('the vault', () => {
  it('holds nothing that names a person or opens a value', async () => {
    const { key } = await only(stage.member(), 'email:canary@example.com');
    const rows = await runSql<{ row: string }>(stage.own.adminUrl, 'SELECT person_key::text AS row FROM vault.person_key');
    for (const { row } of rows) {
      expect(row).not.toContain(bytesOf(key));
      expect(row).not.toContain(Buffer.from('canary').toString('hex'));
    }
  });

  it('asks once for a thousand, and not again for those it has', async () => {
    const people = Array.from({ length: 1_000 }, newLead);
    const { database, asked } = countedDatabase();
    const vault = stage.member({ database });
    await vault.keysOf(TENANT, people.slice(0, 1));
    const before = asked();
    const keys = await vault.keysOf(TENANT, people);
    expect(asked() - before).toBe(1);
    await vault.find([...keys.values()].map(({ keyId }) => ({ tenantId: TENANT, keyId })));
    expect(asked() - before).toBe(2);
    await vault.keysOf(TENANT, people);
    await vault.find([...keys.values()].map(({ keyId }) => ({ tenantId: TENANT, keyId })));
    expect(asked() - before).toBe(2);
    await database.end();
  });

  it('finds a person among many by reading that person alone', async () => {
    await stage.member().keysOf(TENANT, Array.from({ length: 5_000 }, newLead));
    await runSql(stage.own.adminUrl, 'ANALYZE vault.person_key');
    const [hash, keyId] = [Buffer.alloc(32, 7), '018f0000-0000-7000-8000-0000000000aa'];
    const database = new TenantDatabase({ url: stage.own.serviceUrl('vault'), poolSize: 1, applicationName: 'spec-plan' });
    const plan = await database.inTenant(TENANT, (tx) =>
      tx.query<{ 'QUERY PLAN': string }>(`EXPLAIN (ANALYZE, COSTS OFF) ${CLAIM.text}`, [TENANT, [hash], [keyId], [hash], [false], 'k1']),
    );
    await database.end();
    const lines = plan.map((row) => row['QUERY PLAN']).join('\n');
    expect(lines).toContain('person_key_live');
    expect(lines).toContain('person_key_destroyed_hash');
    expect(lines).not.toMatch(/Rows Removed|Seq Scan on person_key/);
  });

  it('asks once for all who come at the same time', async () => {
    const people = Array.from({ length: 50 }, newLead);
    const { database, asked } = countedDatabase();
    const vault = stage.member({ database });
    await vault.keysOf(TENANT, [newLead()]);
    const before = asked();
    const found = await Promise.all(people.map((person) => vault.keysOf(TENANT, [person])));
    expect(found.map((keys, index) => [...keys.keys()].join() === people[index])).not.toContain(false);
    expect(asked() - before).toBe(1);
    await database.end();
  });

  it('shows a tenant no rows of another, and none without a tenant', async () => {
    const { keyId } = await only(stage.member(), newLead(), OTHER_TENANT);
    const database = new TenantDatabase({ url: stage.own.serviceUrl('vault'), poolSize: 2, applicationName: 'spec-other' });
    const count = `SELECT count(*)::int AS n FROM person_key WHERE key_id = $1`;
    expect(await database.readInTenant(OTHER_TENANT, (tx) => tx.queryOne(count, [keyId]))).toEqual({ n: 1 });
    expect(await database.readInTenant(TENANT, (tx) => tx.queryOne(count, [keyId]))).toEqual({ n: 0 });
    expect(await database.withoutTenant((tx) => tx.queryOne(count, [keyId]))).toEqual({ n: 0 });
    const both = [TENANT, OTHER_TENANT].map((tenantId) => ({ tenantId, keyId }));
    expect(await stage.member().find(both)).toEqual([undefined, { keyId, key: expect.anything() }]);
    await database.end();
  });

  it('is closed to the roles of the slices', async () => {
    await expect(runSql(stage.own.serviceUrl('lead'), 'SELECT FROM vault.person_key')).rejects.toThrow(
      'permission denied for schema vault',
    );
  });

  it('that does not answer is unavailable', async () => {
    const url = new URL(stage.own.serviceUrl('vault'));
    url.port = '1';
    const database = new TenantDatabase({ url: url.toString(), poolSize: 1, applicationName: 'spec-down' });
    const vault = stage.member({ database });
    await expect(vault.keysOf(TENANT, [newLead()])).rejects.toMatchObject({ kind: 'unavailable' });
    await expect(vault.find([{ tenantId: TENANT, keyId: TENANT }])).rejects.toMatchObject({ kind: 'unavailable' });
    await database.end();
  });
});
