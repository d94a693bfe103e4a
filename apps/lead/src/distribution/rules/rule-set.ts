import type { Uuid } from '@leadstream/kernel';
import type { DistributionRuleRecord } from '../decision/candidate.js';

/** Rules by which a tenant distributes its leads, or did, or may. */
export interface RuleSetRecord {
  readonly ruleSetId: Uuid;
  readonly number: number;
  readonly name: string;
  readonly status: 'draft' | 'active' | 'retired';
  readonly rules: readonly DistributionRuleRecord[];
  readonly createdAt: Date;
  readonly activatedAt: Date | null;
  readonly retiredAt: Date | null;
}
