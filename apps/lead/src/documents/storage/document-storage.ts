import type { Readable } from 'node:stream';
import type { DocumentPlace } from '../document.js';

/** A whole file on this machine. */
export interface WholeFile {
  readonly path: string;
  readonly sizeBytes: number;
  /** Hex. */
  readonly sha256: string;
}

/** Where the bytes of documents lie. Every call throws DomainError `LEAD.DOCUMENT_STORAGE` when it cannot be done. */
export abstract class DocumentStorage {
  /** Keeps the file under that place, whole or not at all; once it returns the bytes survive any crash of ours. */
  abstract put(place: DocumentPlace, file: WholeFile): Promise<void>;
  /** The bytes from the first to the last. Who takes them destroys the stream when they are no longer wanted. */
  abstract open(place: DocumentPlace): Promise<Readable>;
  /** Nothing is there afterwards; nothing may have been there before. */
  abstract delete(place: DocumentPlace): Promise<void>;
}

/** `<tenant>/<document>`: one tenant's bytes lie together. */
export function keyOf({ tenantId, documentId }: DocumentPlace): string {
  return `${tenantId}/${documentId}`;
}
