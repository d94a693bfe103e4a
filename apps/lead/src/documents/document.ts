import type { Actor, Uuid } from '@leadstream/kernel';

/** What a document belongs to; deals and tasks are to follow. */
export interface DocumentSubject {
  readonly kind: 'lead';
  readonly id: Uuid;
}

/** A subject and all that went into it. */
export interface DocumentSubjects {
  readonly kind: DocumentSubject['kind'];
  readonly ids: readonly Uuid[];
}

/** A file as it is known, its bytes aside. */
export interface DocumentRecord {
  readonly documentId: Uuid;
  readonly subject: DocumentSubject;
  readonly fileName: string;
  readonly mediaType: string;
  readonly sizeBytes: number;
  /** Hex. */
  readonly sha256: string;
  readonly author: Actor;
  readonly createdAt: Date;
  readonly deletedAt: Date | null;
}

/** Where a document's bytes lie. */
export interface DocumentPlace {
  readonly tenantId: Uuid;
  readonly documentId: Uuid;
}
