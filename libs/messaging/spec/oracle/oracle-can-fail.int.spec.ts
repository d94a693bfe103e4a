import { expect, it } from '@jest/globals';
import {
  impatientOutbox,
  startPlainRelay,
  startRelayAboveLastId,
  startRelayThatGoesOn,
  startRelayThatMarksFirst,
  startRelayThatShares,
  startRelayWithNewIds,
} from './flawed-relays.js';
import { type OracleOptions, runOracle } from './oracle-run.js';
import type { Verdict } from './judge/judge.js';

type Finding = 'lost' | 'uncommitted' | 'outOfOrder' | 'doubled';

const SHORT = { seed: 4_711, seconds: 1, transactions: 120, patienceMs: 1_200 };
const MISHAPS = { mishapRatio01: 0.35 };

it('has nothing against a simple relay without flaw', async () => {
  const nothing = { lost: [], uncommitted: [], outOfOrder: [], doubled: [], garbled: [] };
  // Patient: this one has to bring everything, however busy the machine; the others need only be caught.
  expect(await runOracle({ ...SHORT, ...MISHAPS, startRelay: startPlainRelay, patienceMs: 30_000 })).toMatchObject(nothing);
});

it.each<[flaw: string, Finding, Partial<OracleOptions>]>([
  ['asks for ids above the last one', 'lost', { startRelay: startRelayAboveLastId }],
  ['marks before the broker has answered', 'lost', { startRelay: startRelayThatMarksFirst, ...MISHAPS }],
  ['goes on with later events after a failure', 'outOfOrder', { startRelay: startRelayThatGoesOn, ...MISHAPS }],
  ['shares the rows with another one by SKIP LOCKED', 'outOfOrder', { startRelay: startRelayThatShares, relays: 3 }],
  ['gives new ids to what it sends again', 'doubled', { startRelay: startRelayWithNewIds, ...MISHAPS }],
  ['does without outbox and sends before the commit', 'uncommitted', { startRelay: startPlainRelay, outbox: impatientOutbox }],
])('catches a relay that %s', async (_, finding, options) => {
  const verdict: Verdict = await runOracle({ ...SHORT, ...options });
  const [lost, uncommitted, outOfOrder, doubled] = [verdict.lost, verdict.uncommitted, verdict.outOfOrder, verdict.doubled].map(
    (list) => list.length,
  );
  expect({ lost, uncommitted, outOfOrder, doubled, isCaught: verdict[finding].length > 0 }).toMatchObject({ isCaught: true });
});
