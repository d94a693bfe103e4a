import type {
  Channel,
  ContactDecision,
  ContactPolicySettings,
  PolicyRehearsal,
  PolicyRehearsalChange,
  Purpose,
  RuleChanges,
} from '@leadstream/contracts';
import type { Uuid } from '@leadstream/kernel';

/** A decision that was made, as it lies in the database. */
export interface PastDecision {
  readonly id: Uuid;
  readonly leadId: Uuid;
  readonly channel: Channel;
  readonly purpose: Purpose;
  readonly decidedAt: Date;
  /** The instant that was judged. */
  readonly at: Date;
  readonly outcome: ContactDecision['outcome'];
  readonly laterAt: Date | null;
  readonly reasons: ContactDecision['reasons'];
  /** As some release wrote them; null where none were kept. */
  readonly facts: unknown;
}

/** Why nothing can be told of a decision. */
export type UnknownCause = keyof PolicyRehearsal['unknown'];

/** What a rehearsal found so far: of the same size however many decisions there are. */
export interface RehearsalTally extends Pick<PolicyRehearsal, 'before' | 'after' | 'changed' | 'otherReasons' | 'unknown'> {
  readonly decisions: number;
}

export interface RehearsalRecord {
  readonly rehearsalId: Uuid;
  readonly policyId: Uuid;
  readonly policyVersion: number;
  readonly settings: ContactPolicySettings;
  readonly ruleSetVersion: string;
  /** What the draft changed of that rule set. */
  readonly ruleChanges: RuleChanges;
  readonly from: Date;
  readonly to: Date;
  readonly status: PolicyRehearsal['status'];
  /** The last decision that was looked at, and when it was made. */
  readonly doneUpTo: Uuid;
  readonly doneUntil: Date | null;
  readonly tally: RehearsalTally;
  readonly createdAt: Date;
  readonly endedAt: Date | null;
}

/** A decision as the tried policy has it. */
export type RehearsedDecision = { readonly decision: PastDecision } & (
  | { readonly unknown: UnknownCause }
  | { readonly after: ContactDecision['outcome']; readonly change: PolicyRehearsalChange | undefined; readonly hasOtherReasons: boolean }
);
