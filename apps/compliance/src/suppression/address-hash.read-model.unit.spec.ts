import { expect, it } from '@jest/globals';
import type { PersonVault, Tx } from '@leadstream/persistence';
import { AddressHashReadModel } from './address-hash.read-model.js';

const ada = { kind: 'email' as const, value: 'ada@example.com' };
const bea = { kind: 'phone' as const, value: '+4930901820' };
const transaction = (tenantId: string) => ({ tenantId }) as unknown as Tx;

/** Stands for a vault: hashes are the tenant and the name. */
function counting() {
  const asked: string[] = [];
  const hashesOf = (tenantId: string, names: readonly string[]) => {
    asked.push(...names);
    return Promise.resolve(names.map((name) => Buffer.from(`${tenantId} ${name}`)));
  };
  return { asked, service: new AddressHashReadModel({ hashesOf } as unknown as PersonVault) };
}

it('makes each hash once in a transaction, whoever asks at the same time, and in the order asked for', async () => {
  const { asked, service } = counting();
  const tx = transaction('t1');
  const [one, other] = await Promise.all([service.of(tx, [ada, bea]), service.of(tx, [bea, ada])]);
  expect(one.map(String)).toEqual(['t1 suppressed:email:ada@example.com', 't1 suppressed:phone:+4930901820']);
  expect(other).toEqual([one[1], one[0]]);
  expect(asked).toHaveLength(2);
});

it('knows nothing of other transactions', async () => {
  const { asked, service } = counting();
  await service.of(transaction('t1'), [ada]);
  expect((await service.of(transaction('t2'), [ada])).map(String)).toEqual(['t2 suppressed:email:ada@example.com']);
  expect(asked).toHaveLength(2);
});

it('fails as the vault does', async () => {
  const service = new AddressHashReadModel({ hashesOf: () => Promise.reject(new Error('away')) } as unknown as PersonVault);
  const tx = transaction('t1');
  const all = await Promise.allSettled([service.of(tx, [ada]), service.of(tx, [ada])]);
  expect(all.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
});
