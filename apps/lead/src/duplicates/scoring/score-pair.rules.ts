import type { ComparableLead } from '../comparable/comparable-lead.js';
import { addressEvidence } from './address-evidence.rules.js';
import type { Evidence } from './evidence.rules.js';
import { factEvidence } from './fact-evidence.rules.js';
import { nameEvidence } from './name-evidence.rules.js';
import type { FieldExplanation, PairScore } from './pair-score.js';
import { EXPECTED_COLLEAGUES, EXPECTED_DUPLICATES, EXPECTED_RELATIVES, type Rival, RIVALS } from './rival.js';
import type { ValueFrequencies } from './value-frequencies.rules.js';

/** Everything that speaks for and against two leads being one person; what one of them does not state says nothing. */
export function pairEvidence(left: ComparableLead, right: ComparableLead, frequencies: ValueFrequencies): Evidence[] {
  return [
    ...nameEvidence(left, right, frequencies),
    ...factEvidence(left, right, frequencies),
    ...addressEvidence(left, right, frequencies),
  ];
}

/** Odds, before looking at them, that two leads of so many are of one person and not of the rival. */
export function priorLogOdds(rival: Rival, leads: number): number {
  const others = Math.max(1, leads - 1);
  const expected = { strangers: others, family: EXPECTED_RELATIVES, colleagues: EXPECTED_COLLEAGUES }[rival];
  return Math.log(EXPECTED_DUPLICATES / Math.min(others, expected));
}

/**
 * Probability that two leads are of one person. Odds are taken against whatever else they most probably are: where everything
 * that agrees is what a family shares, only what a family does not share counts.
 */
export function scoreEvidence(evidence: readonly Evidence[], leads: number): PairScore {
  const scored = RIVALS.map((against) => ({
    against,
    logOdds: evidence.reduce((sum, { weights }) => sum + weights[against], priorLogOdds(against, leads)),
  }));
  const { against, logOdds } = scored.reduce((least, next) => (next.logOdds < least.logOdds ? next : least));
  return { against, logOdds, score01: 1 / (1 + Math.exp(-logOdds)) };
}

/** Why a pair has its score: the weights add up to its log-odds. */
export function explainScore(evidence: readonly Evidence[], { against }: PairScore, leads: number): FieldExplanation[] {
  return [
    { field: 'prior', left: null, right: null, similarity01: null, weight: priorLogOdds(against, leads) },
    ...evidence.map(({ field, left, right, similarity01, weights }) => ({ field, left, right, similarity01, weight: weights[against] })),
  ];
}
