import { noteCreatedV1, noteDeletedV1, noteRestoredV1, noteUpdatedV1 } from '@leadstream/contracts';
import type { OutboxItem } from '@leadstream/messaging';
import type { NoteStep } from './note.js';

/** The event of a step. */
export function eventOf({ note, action, changes }: NoteStep): OutboxItem {
  const { noteId, subject, pinned, version, updatedAt } = note;
  const told = { noteId, subjectKind: subject.kind, subjectId: subject.id, leadId: subject.leadId, pinned };
  const at = updatedAt.toISOString();
  const of = { sequence: version, time: updatedAt };
  switch (action) {
    case 'created':
      return { ...of, contract: noteCreatedV1, data: { ...told, createdAt: at } };
    case 'updated':
      return { ...of, contract: noteUpdatedV1, data: { ...told, changed: changes.map(({ field }) => field), updatedAt: at } };
    case 'deleted':
      return { ...of, contract: noteDeletedV1, data: { ...told, deletedAt: at } };
    case 'restored':
      return { ...of, contract: noteRestoredV1, data: { ...told, restoredAt: at } };
  }
}
