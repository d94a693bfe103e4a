import type { NoteAuditEntry } from '@leadstream/contracts';
import type { Actor, Uuid } from '@leadstream/kernel';
import type { FieldChange } from '../lead/lead.js';

/** What a note is about; deals and tasks are to follow. */
export interface NoteSubject {
  readonly kind: 'lead';
  readonly id: Uuid;
}

/** A subject and all that went into it. */
export interface NoteSubjects {
  readonly kind: NoteSubject['kind'];
  readonly ids: readonly Uuid[];
}

/** A note in its present version. */
export interface NoteRecord {
  readonly noteId: Uuid;
  readonly subject: NoteSubject;
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
