import { type Note, NOTE_MAX_LENGTH, type PatchNote } from '@leadstream/contracts';
import type { FieldProblem } from '@leadstream/kernel';
import { normaliseText } from '../lead/values/text.rules.js';
import type { NoteRecord, NoteStep } from './note.js';

/** The text of a note in its stored form, or why it is refused. */
export function acceptBody(text: string): { readonly body: string } | { readonly errors: readonly FieldProblem[] } {
  const checked = normaliseText(text, NOTE_MAX_LENGTH);
  if (!checked.ok) return { errors: [{ path: 'body', code: checked.code, message: checked.message }] };
  if (checked.value === null) return { errors: [{ path: 'body', code: 'text.blank', message: 'Says nothing.' }] };
  return { body: checked.value };
}

/** The first version of a note. */
export function writtenStep(note: NoteRecord): NoteStep {
  const { body, pinned } = note;
  const stated = Object.entries({ body, ...(pinned && { pinned }) });
  return { note, action: 'created', changes: stated.map(([field, after]) => ({ field, before: null, after })) };
}

/** @returns undefined when nothing would be other than before */
export function changedStep(before: NoteRecord, stated: PatchNote, now: Date): NoteStep | undefined {
  const fields = ['body', 'pinned'] as const;
  const changes = fields
    .filter((field) => stated[field] !== undefined && stated[field] !== before[field])
    .map((field) => ({ field, before: before[field], after: stated[field] }));
  if (changes.length === 0) return undefined;
  const { body = before.body, pinned = before.pinned } = stated;
  return { note: { ...before, body, pinned, version: before.version + 1, updatedAt: now }, action: 'updated', changes };
}

/** The last version before somebody restores the note. */
export function deletedStep(before: NoteRecord, now: Date): NoteStep {
  const note = { ...before, version: before.version + 1, updatedAt: now, deletedAt: now };
  return { note, action: 'deleted', changes: [{ field: 'deletedAt', before: null, after: now.toISOString() }] };
}

/** @param before a deleted note */
export function restoredStep(before: NoteRecord, now: Date): NoteStep {
  const note = { ...before, version: before.version + 1, updatedAt: now, deletedAt: null };
  return { note, action: 'restored', changes: [{ field: 'deletedAt', before: before.deletedAt?.toISOString() ?? null, after: null }] };
}

/** As the API shows it. */
export function presentNote({ noteId, version, body, pinned, author, createdAt, updatedAt }: NoteRecord): Note {
  const times = { createdAt: createdAt.toISOString(), updatedAt: updatedAt.toISOString() };
  return { id: noteId, version, body, pinned, author: { ...author }, ...times };
}
