import { type BlockLimits, DEFAULT_BLOCK_LIMITS, type SkippedBlock } from './blocking/block-limits.js';
import { candidatePairs } from './blocking/candidate-pairs.rules.js';
import { comparableLead } from './comparable/comparable-lead.rules.js';
import type { ComparableLead } from './comparable/comparable-lead.js';
import type { DuplicateCandidate } from './duplicate-candidate.js';
import { DUPLICATE_THRESHOLD01, type FieldExplanation, type PairScore } from './scoring/pair-score.js';
import { explainScore, pairEvidence, scoreEvidence } from './scoring/score-pair.rules.js';
import { ValueCounts } from './scoring/value-counts.js';
import type { ValueFrequencies } from './scoring/value-frequencies.rules.js';

/** Two leads that may be of one person, and why. */
export interface DuplicatePair extends PairScore {
  readonly leftId: string;
  readonly rightId: string;
  /** Their weights add up to `logOdds`. */
  readonly explanation: readonly FieldExplanation[];
}

export interface FinderOptions {
  /** Pairs below it are not reported, 0 to 1. */
  readonly threshold01?: number;
  readonly limits?: BlockLimits;
  readonly onSkipped?: (block: SkippedBlock) => void;
}

/**
 * Scores two leads and explains the score, whatever it is.
 * @param frequencies of the leads that the two are among
 */
export function scorePair(left: ComparableLead, right: ComparableLead, frequencies: ValueFrequencies): DuplicatePair {
  return likelyPair(left, right, frequencies, 0) as DuplicatePair;
}

/** As {@link scorePair}, of pairs whose score reaches `threshold01`; most that are compared do not, and nobody asks why. */
export function likelyPair(
  left: ComparableLead,
  right: ComparableLead,
  frequencies: ValueFrequencies,
  threshold01: number,
): DuplicatePair | undefined {
  const evidence = pairEvidence(left, right, frequencies);
  const score = scoreEvidence(evidence, frequencies.leads);
  if (score.score01 < threshold01) return undefined;
  const explanation = explainScore(evidence, score, frequencies.leads);
  return { ...score, leftId: left.candidate.id, rightId: right.candidate.id, explanation };
}

/** Probable duplicates among leads that fit into memory together, each pair once, in no particular order. */
export function* findDuplicates(candidates: readonly DuplicateCandidate[], options: FinderOptions = {}): Generator<DuplicatePair> {
  const { threshold01 = DUPLICATE_THRESHOLD01, limits = DEFAULT_BLOCK_LIMITS, onSkipped } = options;
  const leads = candidates.map(comparableLead);
  const frequencies = new ValueCounts();
  for (const lead of leads) frequencies.add(lead);
  for (const [left, right] of candidatePairs(leads, limits, onSkipped)) {
    const pair = likelyPair(leads[left] as ComparableLead, leads[right] as ComparableLead, frequencies, threshold01);
    if (pair) yield pair;
  }
}
