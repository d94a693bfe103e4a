import type { Actor, Uuid } from '@leadstream/kernel';
import type { PlacedSubject } from '../attachment-store/attachment-subject.js';

/** A file as it is known, its bytes aside. */
export interface DocumentRecord {
  readonly documentId: Uuid;
  readonly subject: PlacedSubject;
  /** Grows by one when it is deleted or comes back. */
  readonly version: number;
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
