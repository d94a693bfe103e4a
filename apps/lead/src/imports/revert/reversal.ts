import type { ImportReversal } from '@leadstream/contracts';
import type { Uuid } from '@leadstream/kernel';
import type { FieldChange } from '../../lead/lead.js';
import type { AuditAction, LeadStep } from '../../lead/lead-step.js';

/** One version of a lead, as its audit tells of it. */
export interface AuditedChange {
  readonly leadId: Uuid;
  readonly version: number;
  readonly action: AuditAction;
  readonly importId: Uuid | null;
  /** Whether rules of distribution gave the lead to its owner in it. */
  readonly isDistributed: boolean;
  readonly changes: readonly FieldChange[];
}

/** What was done to a lead and taken back. */
export interface UndoneChanges {
  /** Imports that were taken back from it, as far as they could be. */
  readonly importIds: ReadonlySet<Uuid>;
  /** Its versions of merges that were undone, and of the undoing: after `from`, up to `to`. */
  readonly spans: readonly { readonly from: number; readonly to: number }[];
}

/** What people have put on a lead, or leads that they have merged into it. */
export type WorkKind = 'deals' | 'tasks' | 'notes' | 'documents' | 'merges';

/** What taking an import back does with one lead. */
export interface LeadReversal extends ImportReversal {
  readonly steps: readonly LeadStep[];
}
