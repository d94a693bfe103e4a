import type { ContactPolicySettings, Policy, TriedRuleSet } from '@leadstream/contracts';
import type { Actor, Uuid } from '@leadstream/kernel';

/** What a tenant demands of contacts, or means to. */
export interface PolicyRecord {
  readonly policyId: Uuid;
  readonly version: number;
  readonly name: string;
  readonly status: Policy['status'];
  readonly settings: ContactPolicySettings;
  /** What rehearsals judge it by; null where that is the rule set that decides, and once it is no draft. */
  readonly ruleSet: TriedRuleSet | null;
  /** Null while it is a draft. */
  readonly contactPolicyVersion: number | null;
  readonly createdAt: Date;
  readonly createdBy: Actor;
  readonly activatedAt: Date | null;
  readonly activatedBy: Actor | null;
  readonly retiredAt: Date | null;
}
