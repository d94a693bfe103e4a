import { randomInt } from 'node:crypto';
import { expect, it } from '@jest/globals';
import { type OracleOptions, type Reconciliation, runOracle } from './oracle-run.js';

/** Set by `npm run oracle`; otherwise each run of the tests tries another seed. */
const SEED = Number(process.env['ORACLE_SEED'] ?? randomInt(2 ** 32));
const SECONDS = Number(process.env['ORACLE_SECONDS'] ?? 0);
const FLAWLESS = { lost: [], uncommitted: [], outOfOrder: [], doubled: [], garbled: [], toldWrong: [], unbalanced: 0 };

async function reconcile(options: Omit<OracleOptions, 'seed'>): Promise<Reconciliation> {
  const result = await runOracle({ ...options, seed: SEED });
  if (SECONDS > 0) process.stderr.write(`${JSON.stringify(result)}\n`);
  // The seed stands on both sides, so that whatever fails is shown with it.
  expect(result).toMatchObject({ ...FLAWLESS, seed: SEED, heldBack: expect.any(Number) });
  return result;
}

it(
  'brings exactly what was committed, each account in commit order, once',
  async () => {
    const result = await reconcile({ seconds: SECONDS || 2, transactions: 250, oversized: true });
    expect(result).toMatchObject({ seed: SEED, duplicates: 0, records: result.committed, told: { unknown: 0 } });
    expect(result.told.committed).toBeGreaterThan(100);
    expect(result.told.refused).toBeGreaterThan(10);
    expect(result.heldBack).toBeGreaterThan(0);
  },
  240_000 + SECONDS * 2_000,
);

it(
  'brings exactly what was committed through every fault, twice at most where something failed',
  async () => {
    const result = await reconcile({ seconds: SECONDS || 5, transactions: 200, oversized: true, faults: true, mishapRatio01: 0.2 });
    expect(result.mishaps).toBeGreaterThan(0);
    expect(result.duplicates).toBeGreaterThan(0);
    expect(result.told.unknown).toBeGreaterThan(0);
    expect(result.unknownCommitted).toBeGreaterThan(0);
  },
  240_000 + SECONDS * 2_000,
);
