import type { DistributionStrategy } from '@leadstream/contracts';
import type { Uuid } from '@leadstream/kernel';
import type { Candidate, DistributionPoolRecord } from './candidate.js';

/**
 * Whose turn it is among candidates that nothing stands against.
 *
 * - `round-robin`: whose last turn is longest ago.
 * - `weighted`: smooth weighted round robin, as nginx does it: everybody's credit grows by the weight, the highest wins and pays the sum of
 *   all weights. After as many turns as the weights sum up to, each had as many as its weight.
 * - `least-busy`: who has the fewest open leads.
 *
 * Ties go to whose last turn is longest ago, then to the lower id, so that the same candidates give the same answer.
 * @returns undefined when nobody is left
 */
export function choose(strategy: DistributionStrategy, candidates: readonly Candidate[]): Uuid | undefined {
  const able = candidates.filter(({ refusal }) => refusal === null);
  const rank = RANKS[strategy];
  return able.toSorted((one, other) => rank(one) - rank(other) || one.lastTurn - other.lastTurn || compareIds(one, other))[0]?.memberId;
}

/** Lower comes first. */
const RANKS: Record<DistributionStrategy, (candidate: Candidate) => number> = {
  'round-robin': ({ lastTurn }) => lastTurn,
  weighted: ({ credit, weight }) => -(credit + weight),
  'least-busy': ({ openLeads }) => openLeads,
  claim: ({ lastTurn }) => lastTurn,
};

/** The pool after a member of it was given a lead. Whoever could not get it is owed nothing for it. */
export function afterTurn(
  pool: DistributionPoolRecord,
  strategy: DistributionStrategy,
  candidates: readonly Candidate[],
  memberId: Uuid,
): DistributionPoolRecord {
  const turns = pool.turns + 1;
  const able = new Set(candidates.filter(({ refusal }) => refusal === null).map((candidate) => candidate.memberId));
  const sum = candidates.reduce((total, { refusal, weight }) => (refusal === null ? total + weight : total), 0);
  const seats = pool.seats.map((seat) => {
    const isTaker = seat.memberId === memberId;
    const earned = strategy === 'weighted' && able.has(seat.memberId) ? seat.weight - (isTaker ? sum : 0) : 0;
    return { ...seat, credit: seat.credit + earned, lastTurn: isTaker ? turns : seat.lastTurn };
  });
  return { ...pool, turns, seats };
}

function compareIds(one: Candidate, other: Candidate): number {
  return one.memberId < other.memberId ? -1 : 1;
}
