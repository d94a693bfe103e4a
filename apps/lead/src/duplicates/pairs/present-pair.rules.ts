import type { DuplicateEvidence, DuplicatePair } from '@leadstream/contracts';
import type { FieldExplanation } from '../scoring/pair-score.js';
import type { PairRecord } from './duplicate-pair.js';

/** An explanation without what the leads say: that stands in the leads, and goes with them. */
export function evidenceOf(explanation: readonly FieldExplanation[]): DuplicateEvidence[] {
  return explanation.map(({ field, similarity01, weight }) => ({ field, similarity01, weight }));
}

/** A pair as the API shows it. */
export function presentPair({ pairId, explanation, foundAt, stateChangedAt, ...pair }: PairRecord): DuplicatePair {
  return {
    id: pairId,
    ...pair,
    explanation: [...explanation],
    foundAt: foundAt.toISOString(),
    stateChangedAt: stateChangedAt.toISOString(),
  };
}
