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

/** Everybody may be a stranger. */
const EXPECTED = { strangers: Infinity, family: EXPECTED_RELATIVES, colleagues: EXPECTED_COLLEAGUES } as const satisfies Record<
  Rival,
  number
>;

/** Odds, before looking at them, that two leads of so many are of one person and not of the rival. */
export function priorLogOdds(rival: Rival, leads: number): number {
  return Math.log(EXPECTED_DUPLICATES / Math.min(Math.max(1, leads - 1), EXPECTED[rival]));
}

/**
 * Probability that two leads are of one person. Odds are taken against whatever else they most probably are: where everything
 * that agrees is what a family shares, only what a family does not share counts.
 */
export function scoreEvidence(evidence: readonly Evidence[], leads: number): PairScore {
  let least: { readonly against: Rival; readonly logOdds: number } = { against: 'strangers', logOdds: Infinity };
  for (const against of RIVALS) {
    let logOdds = priorLogOdds(against, leads);
    for (const { weights } of evidence) logOdds += weights[against];
    if (logOdds < least.logOdds) least = { against, logOdds };
  }
  return { ...least, score01: 1 / (1 + Math.exp(-least.logOdds)) };
}

/** Why a pair has its score: the weights add up to its log-odds. */
export function explainScore(evidence: readonly Evidence[], { against }: PairScore, leads: number): FieldExplanation[] {
  return [
    { field: 'prior', left: null, right: null, similarity01: null, weight: priorLogOdds(against, leads) },
    ...evidence.map(({ field, left, right, agreement: { similarity01 }, weights }) => ({
      field,
      left,
      right,
      similarity01,
      weight: weights[against],
    })),
  ];
}
