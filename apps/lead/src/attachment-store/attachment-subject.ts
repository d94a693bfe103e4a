import type { Uuid } from '@leadstream/kernel';

/** What a note or a document hangs on. */
export interface AttachmentSubject {
  readonly kind: 'lead' | 'deal' | 'task';
  readonly id: Uuid;
}

/** The same as rows state it: with the lead that it is with, which of a lead is itself. */
export interface PlacedSubject extends AttachmentSubject {
  readonly leadId: Uuid;
}

/** A subject and, of a lead, all that went into it. */
export interface AttachmentSubjects {
  readonly kind: AttachmentSubject['kind'];
  readonly ids: readonly Uuid[];
}
