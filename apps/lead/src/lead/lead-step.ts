import type { AUDIT_ACTIONS, LeadStatus, STATUS_TRIGGERS } from '@leadstream/contracts';
import type { Uuid } from '@leadstream/kernel';
import type { OutboxItem } from '@leadstream/messaging';
import type { AssignmentReason } from './lead-assignment.js';
import type { FieldChange, LeadRecord } from './lead.js';

export type AuditAction = (typeof AUDIT_ACTIONS)[number];
export type StatusTrigger = (typeof STATUS_TRIGGERS)[number];

/** A move from one status to another. */
export interface StatusMove {
  readonly from: LeadStatus;
  readonly to: LeadStatus;
  readonly changedAt: Date;
  readonly secondsInStage: number;
  readonly trigger: StatusTrigger;
}

/** All that several steps write. */
export interface LeadEffect {
  /** In the order they are to be published. */
  readonly steps: readonly LeadStep[];
  /** Leads as they are after the last of their steps. */
  readonly created: readonly LeadRecord[];
  readonly updated: readonly LeadRecord[];
  /** Whether one of the updated leads takes an identifier that another one gave up: they cannot be written in one statement. */
  readonly handsOver: boolean;
}

/** One version of a lead and all that is written with it: audit, history, event. */
export interface LeadStep {
  /** The lead after the step. */
  readonly lead: LeadRecord;
  readonly action: AuditAction;
  readonly changes: readonly FieldChange[];
  readonly move?: StatusMove;
  /** Where it changes the owner for more than that somebody stated another one. */
  readonly assignment?: AssignmentReason;
  readonly event: OutboxItem;
  /** When it was decided. */
  readonly at: Date;
  readonly importId: Uuid | null;
}
