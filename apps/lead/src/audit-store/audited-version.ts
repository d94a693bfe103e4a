import type { Uuid } from '@leadstream/kernel';
import type { FieldChange } from '../lead/lead.js';

/** One version of something, as its audit keeps it. */
export interface AuditedVersion {
  readonly id: Uuid;
  readonly version: number;
  readonly action: string;
  readonly changes: readonly FieldChange[];
  readonly recordedAt: Date;
}

/** What has an audit with one entry for each version: `<noun>_audit`, by `<noun>_id`. */
export type AuditedNoun = 'deal' | 'tag' | 'task';
