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
  readonly changes: readonly FieldChange[];
}

/** What taking an import back does with one lead. */
export interface LeadReversal extends ImportReversal {
  readonly steps: readonly LeadStep[];
}
