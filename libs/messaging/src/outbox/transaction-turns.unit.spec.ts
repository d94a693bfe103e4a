import { expect, it } from '@jest/globals';
import type { Tx } from '@leadstream/persistence';
import { TransactionTurns } from './transaction-turns.js';

const transaction = (): Tx => ({}) as Tx;

it('lets pass at once what waits for nothing', () => {
  expect(new TransactionTurns().after(transaction(), undefined)).toBeUndefined();
});

it('keeps the order of the calls, whoever is ready first', async () => {
  const turns = new TransactionTurns();
  const tx = transaction();
  const slow = Promise.withResolvers<string[]>();
  const order: string[] = [];
  const add = async (name: string, ready?: Promise<string[]>): Promise<void> => {
    await turns.after(tx, ready);
    order.push(name);
  };
  const all = Promise.all([add('first', slow.promise), add('second'), add('third', Promise.resolve([])), add('fourth')]);
  slow.resolve([]);
  await all;
  expect(order).toEqual(['first', 'second', 'third', 'fourth']);
});

it('does not let one transaction wait for another', async () => {
  const turns = new TransactionTurns();
  void turns.after(transaction(), new Promise<never[]>(() => undefined));
  expect(turns.after(transaction(), undefined)).toBeUndefined();
  expect(await turns.after(transaction(), Promise.resolve(['key']))).toEqual(['key']);
});

it('fails who waited in vain, and nobody else', async () => {
  const turns = new TransactionTurns();
  const tx = transaction();
  const failing = turns.after(tx, Promise.reject(new Error('no vault')));
  const later = turns.after(tx, Promise.resolve(['key']));
  await expect(failing).rejects.toThrow('no vault');
  expect(await later).toEqual(['key']);
});
