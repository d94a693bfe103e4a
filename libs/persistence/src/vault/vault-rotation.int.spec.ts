import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { OTHER_TENANT, TENANT } from '../../spec/spec-slice.js';
import { Keyring } from '../encryption/keyring.js';
import { VaultRotation } from './vault-rotation.js';
import { FIRST_KEY, SECOND_KEY, type VaultStage, vaultStage } from './vault.fixture.spec.js';

let stage: VaultStage;
beforeAll(async () => {
  stage = await vaultStage();
});
afterAll(() => stage.close());

const BOTH = `${SECOND_KEY},${FIRST_KEY}`;

it('wraps every key of every tenant anew in batches, goes on after a cut, and then needs the old one no more', async () => {
  const people = Array.from({ length: 25 }, (_, index) => `email:person-${index}@example.com`);
  const before = await stage.member().keysOf(TENANT, people);
  const [other] = await stage
    .member()
    .keysOf(OTHER_TENANT, ['lead:1'])
    .then((keys) => [...keys.values()]);
  await stage.member().destroy(TENANT, [people[0] as string]);

  const rotation = new VaultRotation(stage.owner(), Keyring.parse(BOTH));
  expect(await rotation.status()).toEqual({ wrappedBy: { k1: 27 }, destroyed: 1 });
  const cut = rotation.rewrap(10, () => {
    throw new Error('cut off');
  });
  await expect(cut).rejects.toThrow('cut off');
  const { wrappedBy } = await rotation.status();
  expect(wrappedBy['k2']).toBeGreaterThan(0);
  expect(await rotation.rewrap(10)).toBe(wrappedBy['k1']);
  expect(await rotation.status()).toEqual({ wrappedBy: { k2: 27 }, destroyed: 1 });
  expect(await rotation.rewrap(10)).toBe(0);

  const vault = stage.member({ keys: SECOND_KEY });
  const after = await vault.keysOf(TENANT, people.slice(1));
  for (const [person, { keyId, key }] of after) {
    expect(keyId).toBe(before.get(person)?.keyId);
    expect(key?.equals(before.get(person)?.key as never)).toBe(true);
  }
  expect(await vault.find([{ tenantId: OTHER_TENANT, keyId: other?.keyId as string }])).toEqual([other]);
});

it('tells a key whose id was given to another one', async () => {
  await stage.member({ keys: `${FIRST_KEY},${SECOND_KEY}` }).keysOf(TENANT, ['lead:3']);
  const misfitsOf = (keys: string): Promise<string[]> => new VaultRotation(stage.owner(), Keyring.parse(keys)).misfits();
  const other = Buffer.alloc(32, 9).toString('base64');
  expect(await misfitsOf(BOTH)).toEqual([]);
  expect(await misfitsOf(`k1:${other},${SECOND_KEY}`)).toEqual(['k1']);
  expect(await misfitsOf(`k2:${other}`)).toEqual(['k2']);
  expect(await misfitsOf(`k3:${other}`)).toEqual([]);
});

it('stops at a key that it was not given, and says so', async () => {
  await stage.member({ keys: SECOND_KEY }).keysOf(TENANT, ['lead:2']);
  const rotation = new VaultRotation(stage.owner(), Keyring.parse(`k3:${Buffer.alloc(32, 3).toString('base64')}`));
  await expect(rotation.rewrap()).rejects.toMatchObject({ code: 'ENCRYPTION.KEY_UNKNOWN' });
});
