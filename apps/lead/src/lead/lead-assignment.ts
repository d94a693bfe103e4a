import type { AssignmentCandidate, AssignmentWay, DistributionStrategy } from '@leadstream/contracts';
import type { Uuid } from '@leadstream/kernel';

/** What goes with a change of a lead's owner that was more than one stated field among others. */
export interface AssignmentReason {
  readonly way: AssignmentWay;
  /** Undefined where no rule decided. */
  readonly decided?: DecidedAssignment;
}

/** What decided who gets a lead. */
export interface DecidedAssignment {
  readonly strategy: DistributionStrategy;
  readonly ruleSetNumber: number;
  readonly ruleKey: string;
  readonly poolId: Uuid;
  /** Which time the lead is given, because nobody responded before. */
  readonly round: number;
  readonly candidates: readonly AssignmentCandidate[];
  /** By when the member has to respond; null when nobody waits for it. */
  readonly respondBy: Date | null;
}
