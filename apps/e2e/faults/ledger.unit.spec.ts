import { expect, it } from '@jest/globals';
import { Ledger } from './ledger.ts';

it('counts what was acked, refused and never learned', () => {
  const ledger = new Ledger('tenant');
  Object.assign(ledger.open({ id: 'a', kind: 'capture', size: 1 }), { standing: 'acked', unanswered: 2 });
  Object.assign(ledger.open({ id: 'b', kind: 'update', size: 1 }), { standing: 'refused', status: 412 });
  Object.assign(ledger.open({ id: 'c', kind: 'capture', size: 1 }), { unanswered: 1 });
  expect(ledger.summary()).toEqual({
    operations: 3,
    acked: 1,
    refused: 1,
    refusals: { 'update 412': 1 },
    unanswered: 2,
    unknown: 1,
  });
});

it('holds an operation once', () => {
  const ledger = new Ledger('tenant');
  ledger.open({ id: 'a', kind: 'capture', size: 1 });
  expect(() => ledger.open({ id: 'a', kind: 'capture', size: 1 })).toThrow('already');
});
