import type { QueueReason } from '@leadstream/contracts';
import type { Uuid } from '@leadstream/kernel';
import type { LeadRecord } from '../../lead/lead.js';

/** Why a lead waits, and when it is looked at next. */
export interface Waiting {
  readonly leadId: Uuid;
  readonly reason: QueueReason;
  readonly poolId: Uuid | null;
  readonly ruleKey: string | null;
  readonly looks: number;
  readonly lookAt: Date | null;
}

export type DueLead = LeadRecord & { readonly looks: number };
