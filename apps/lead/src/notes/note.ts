import type { NoteAuditEntry } from '@leadstream/contracts';
import type { Actor, Uuid } from '@leadstream/kernel';
import type { PlacedSubject } from '../attachment-store/attachment-subject.js';
import type { FieldChange } from '../lead/lead.js';

/** A note in its present version. */
export interface NoteRecord {
  readonly noteId: Uuid;
  readonly subject: PlacedSubject;
  readonly version: number;
  readonly body: string;
  readonly pinned: boolean;
  readonly author: Actor;
  readonly createdAt: Date;
  readonly updatedAt: Date;
  readonly deletedAt: Date | null;
}

/** One version of a note and what it changed. */
export interface NoteStep {
  readonly note: NoteRecord;
  readonly action: NoteAuditEntry['action'];
  readonly changes: readonly FieldChange[];
}
