import type {
  AssignmentCandidate,
  DistributionMatch,
  DistributionProfile,
  DistributionRefusal,
  DistributionStrategy,
} from '@leadstream/contracts';
import type { Uuid } from '@leadstream/kernel';
import type { FilterTree } from '../../filter/condition.js';

/** A member of the tenant, as distribution knows it. */
export interface DistributionMemberRecord {
  readonly memberId: Uuid;
  readonly role: string;
  /** Of the profile; 0 while nothing was said. */
  readonly version: number;
  readonly profile: DistributionProfile;
  readonly updatedAt: Date;
}

/** A member's place in a pool. */
export interface Seat {
  readonly memberId: Uuid;
  readonly weight: number;
  /** What the member is owed where the pool is distributed by weight. */
  readonly credit: number;
  /** Of the pool's turns the last one that was the member's; 0 for none. */
  readonly lastTurn: number;
}

export interface DistributionPoolRecord {
  readonly poolId: Uuid;
  readonly version: number;
  readonly name: string;
  readonly seats: readonly Seat[];
  readonly respondWithinMinutes: number | null;
  readonly mostRounds: number;
  /** How many leads were given so far. */
  readonly turns: number;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

/** What a member has to do already. */
export interface Load {
  readonly openLeads: number;
  readonly givenToday: number;
}

export const NO_LOAD: Load = { openLeads: 0, givenToday: 0 };

/** A rule in its stored form. */
export interface DistributionRuleRecord {
  readonly key: string;
  readonly label: string;
  /** The filter as it was stated; null for every lead. */
  readonly stated: unknown;
  readonly filter: FilterTree;
  readonly poolId: Uuid;
  readonly strategy: DistributionStrategy;
  readonly skills: readonly string[];
  readonly match: readonly DistributionMatch[];
  readonly otherwise: 'wait' | 'next';
}

/** Everything that is looked at when a lead is distributed, at one moment. */
export interface Board {
  readonly members: ReadonlyMap<Uuid, DistributionMemberRecord>;
  readonly pools: ReadonlyMap<Uuid, DistributionPoolRecord>;
  readonly loads: ReadonlyMap<Uuid, Load>;
}

export type Candidate = Readonly<AssignmentCandidate>;
export type Refusal = DistributionRefusal;

/** What the rules make of a lead. */
export type Decision =
  | {
      readonly kind: 'given';
      readonly rule: DistributionRuleRecord;
      readonly memberId: Uuid;
      readonly candidates: readonly Candidate[];
    }
  | { readonly kind: 'offered' | 'nobody'; readonly rule: DistributionRuleRecord }
  | { readonly kind: 'no-rule' };
