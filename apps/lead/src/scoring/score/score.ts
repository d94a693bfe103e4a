import type { Temperature } from '@leadstream/contracts';
import type { FilterTree } from '../../filter/condition.js';
import type { LeadRecord } from '../../lead/lead.js';

/** Millionths of a point: whole numbers, so that a sum is the same in whatever order it is made. */
export type Micropoints = number;
export const MICROPOINTS = 1_000_000;

/** What a lead is, or what it does. */
export type ScorePart = 'fit' | 'engagement';

/** Rules whose points count up to a cap together. */
export interface ScoreGroup {
  readonly key: string;
  readonly label: string;
  readonly part: ScorePart;
  /** Points, 1 to 100; below zero the group counts down to its negative. */
  readonly cap: number;
}

interface ScoreRule {
  /** Unique in its model. */
  readonly key: string;
  readonly label: string;
  /** Key of a group of its part. */
  readonly group: string;
  /** -100 to 100 with two digits at most behind the point, never 0. */
  readonly points: number;
}

/** Points of a lead that satisfies a filter. */
export interface FitRule extends ScoreRule {
  /** As it was stated: what the API shows. */
  readonly stated: unknown;
  readonly filter: FilterTree;
}

/** Points of each thing that a lead did. */
export interface EngagementRule extends ScoreRule {
  /** Kinds of contributions, `interaction.page_view`. */
  readonly kinds: readonly string[];
  /** After how long half of the points is left; null when they stay. */
  readonly halfLifeHours: number | null;
}

/** How a tenant weighs its leads. */
export interface ScoreWeights {
  /** What fit counts of the score in percent; engagement counts the rest. */
  readonly fitSharePercent: number;
  readonly groups: readonly ScoreGroup[];
  readonly fitRules: readonly FitRule[];
  readonly engagementRules: readonly EngagementRule[];
}

/** When contributions happened, in milliseconds since 1970, by their kind. */
export type Contributions = ReadonlyMap<string, readonly number[]>;

/** All that a score is made of, beside the weights. */
export interface ScoredLead {
  readonly lead: LeadRecord;
  readonly contributions: Contributions;
}

/** What one rule gives at an instant. */
export interface RulePoints {
  readonly part: ScorePart;
  readonly rule: FitRule | EngagementRule;
  readonly micro: Micropoints;
  /** Contributions that count; 1 or 0 of a fit rule. */
  readonly count: number;
}

/** One reason for a score: a rule, or what a limit takes away (or gives back, below zero). */
export interface ScoreFactor {
  readonly part: ScorePart;
  readonly cause: 'rule' | 'group-cap' | 'part-limit';
  /** Of the rule or the group; the part's name for its limit. */
  readonly key: string;
  readonly label: string;
  /** Of the part, before its share. */
  readonly micro: Micropoints;
  readonly count: number;
}

export interface Score {
  readonly fit: Micropoints;
  readonly engagement: Micropoints;
  /** Tenths of points, 0 to 1,000: the score as it is shown. */
  readonly tenths: number;
  readonly temperature: Temperature;
  readonly rules: readonly RulePoints[];
  /** Factors that are not zero; of each part they sum up to it. */
  readonly factors: readonly ScoreFactor[];
}
