import { documentAddedV1, documentDeletedV1, documentRestoredV1 } from '@leadstream/contracts';
import type { OutboxItem } from '@leadstream/messaging';
import type { DocumentRecord } from './document.js';

/** A document is stored whole, since now. */
export function addedEvent(document: DocumentRecord, now: Date): OutboxItem {
  return { ...versionOf(document, now), contract: documentAddedV1, data: { ...told(document), addedAt: now.toISOString() } };
}

/** @param document after the change: deleted, or there again */
export function deletionEvent(document: DocumentRecord, now: Date): OutboxItem {
  const of = versionOf(document, now);
  const at = now.toISOString();
  return document.deletedAt === null
    ? { ...of, contract: documentRestoredV1, data: { ...told(document), restoredAt: at } }
    : { ...of, contract: documentDeletedV1, data: { ...told(document), deletedAt: at } };
}

const versionOf = ({ version }: DocumentRecord, now: Date) => ({ sequence: version, time: now });

function told({ documentId, subject, mediaType, sizeBytes }: DocumentRecord) {
  return { documentId, subjectKind: subject.kind, subjectId: subject.id, leadId: subject.leadId, mediaType, sizeBytes };
}
