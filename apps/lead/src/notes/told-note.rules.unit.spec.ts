import { describe, expect, it } from '@jest/globals';
import type { NoteRecord } from './note.js';
import { changedStep, deletedStep, restoredStep, writtenStep } from './note.rules.js';
import { eventOf } from './told-note.rules.js';

const NOON = new Date('2026-11-01T12:00:00Z');
const LATER = new Date('2026-11-01T13:00:00Z');
const note: NoteRecord = {
  noteId: '01920000-0000-7000-8000-0000000000aa',
  subject: { kind: 'deal', id: '01920000-0000-7000-8000-0000000000bb', leadId: '01920000-0000-7000-8000-0000000000cc' },
  version: 1,
  body: 'Wants a garden',
  pinned: false,
  author: { kind: 'member', id: 'a' },
  createdAt: NOON,
  updatedAt: NOON,
  deletedAt: null,
};
const of = { noteId: note.noteId, subjectKind: 'deal', subjectId: note.subject.id, leadId: note.subject.leadId };

describe('a note is told', () => {
  const changed = changedStep(note, { body: 'Wants a balcony', pinned: true }, LATER);
  const deleted = deletedStep(note, LATER);
  it.each([
    ['note.created', 1, { pinned: false, createdAt: NOON.toISOString() }, writtenStep(note)],
    ['note.updated', 2, { pinned: true, changed: ['body', 'pinned'], updatedAt: LATER.toISOString() }, changed],
    ['note.deleted', 2, { pinned: false, deletedAt: LATER.toISOString() }, deleted],
    ['note.restored', 3, { pinned: false, restoredAt: LATER.toISOString() }, restoredStep(deleted.note, LATER)],
  ] as const)('as %s of version %i, with what it is about and without what it says', (type, sequence, told, step) => {
    if (!step) throw new Error('nothing changed');
    const { contract, ...event } = eventOf(step);
    expect([contract.type, event]).toEqual([type, { sequence, time: step.note.updatedAt, data: { ...of, ...told } }]);
    expect(contract.data.parse(event.data)).toEqual(event.data);
  });
});
