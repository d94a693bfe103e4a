import { describe, expect, it } from '@jest/globals';
import type { DocumentRecord } from './document.js';
import { addedEvent, deletionEvent } from './told-document.rules.js';

const NOON = new Date('2026-11-01T12:00:00Z');
const document: DocumentRecord = {
  documentId: '01920000-0000-7000-8000-0000000000aa',
  subject: { kind: 'task', id: '01920000-0000-7000-8000-0000000000bb', leadId: '01920000-0000-7000-8000-0000000000cc' },
  version: 1,
  fileName: 'Ada Lovelace.pdf',
  mediaType: 'application/pdf',
  sizeBytes: 1_024,
  sha256: 'f'.repeat(64),
  author: { kind: 'member', id: 'a' },
  createdAt: NOON,
  deletedAt: null,
};
const { documentId, subject } = document;
const of = {
  documentId,
  subjectKind: 'task',
  subjectId: subject.id,
  leadId: subject.leadId,
  mediaType: 'application/pdf',
  sizeBytes: 1_024,
};
const at = NOON.toISOString();

describe('a document is told', () => {
  it.each([
    ['document.added', 1, { addedAt: at }, addedEvent(document, NOON)],
    ['document.deleted', 2, { deletedAt: at }, deletionEvent({ ...document, version: 2, deletedAt: NOON }, NOON)],
    ['document.restored', 3, { restoredAt: at }, deletionEvent({ ...document, version: 3 }, NOON)],
  ] as const)('as %s of version %i, with what it belongs to and without its name', (type, sequence, told, { contract, ...event }) => {
    expect([contract.type, event]).toEqual([type, { sequence, time: NOON, data: { ...of, ...told } }]);
    expect(contract.data.parse(event.data)).toEqual(event.data);
  });
});
