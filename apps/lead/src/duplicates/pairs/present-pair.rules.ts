import type { DataOf, DuplicateEvidence, duplicateDismissedV1, DuplicatePair } from '@leadstream/contracts';
import type { FieldExplanation } from '../scoring/pair-score.js';
import type { PairRecord } from './duplicate-pair.js';

/** An explanation without what the leads say: that stands in the leads, and goes with them. */
export function evidenceOf(explanation: readonly FieldExplanation[]): DuplicateEvidence[] {
  return explanation.map(({ field, similarity01, weight }) => ({ field, similarity01, weight }));
}

/** A pair as the API shows it. */
export function presentPair({ pairId, explanation, foundAt, stateChangedAt, dismissals: _told, ...pair }: PairRecord): DuplicatePair {
  return {
    id: pairId,
    ...pair,
    explanation: [...explanation],
    foundAt: foundAt.toISOString(),
    stateChangedAt: stateChangedAt.toISOString(),
  };
}

/** What `duplicate.dismissed` tells: which two are not one person, and not why. */
export function toldDismissal({
  pairId,
  leftId,
  rightId,
  score01,
  runId,
  stateChangedAt,
}: PairRecord): DataOf<typeof duplicateDismissedV1> {
  return { pairId, leftLeadId: leftId, rightLeadId: rightId, score01, runId, dismissedAt: stateChangedAt.toISOString() };
}
