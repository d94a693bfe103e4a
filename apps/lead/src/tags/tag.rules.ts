import type { Tag, TagAuditEntry } from '@leadstream/contracts';
import type { FieldProblem, Uuid } from '@leadstream/kernel';
import { textFold } from '../custom-fields/index/sort-key.rules.js';
import type { FieldChange } from '../lead/lead.js';
import { accept, type Checked, refuse } from '../lead/values/checked.rules.js';
import { normaliseText } from '../lead/values/text.rules.js';
import { DEFAULT_COLOUR, MAX_TAGS_EACH, type TagRecord, type UsedTag } from './tag.js';

const MAX_NAME_LENGTH = 60;
/** Between the names of a list in files. */
const SEPARATOR = ';';

/** A name in its stored form: white space within it is single. */
export function checkTagName(text: string): Checked<string> {
  const checked = normaliseText(text.replace(/\s+/g, ' '), MAX_NAME_LENGTH);
  if (!checked.ok) return checked;
  if (checked.value === null) return refuse('text.blank', 'Says nothing.');
  return checked.value.includes(SEPARATOR)
    ? refuse('tag.semicolon', 'Files list tags with semicolons between them.')
    : accept(checked.value);
}

/** How names compare. */
export const tagFold = textFold;

/** The names of a cell, `VIP; north`: each once, in their order; blanks between separators say nothing. */
export function readTagNames(cell: string): Checked<readonly string[]> {
  const names = new Map<string, string>();
  for (const part of cell.split(SEPARATOR)) {
    if (part.trim() === '') continue;
    const name = checkTagName(part);
    if (!name.ok) return name;
    if (!names.has(tagFold(name.value))) names.set(tagFold(name.value), name.value);
  }
  if (names.size > MAX_TAGS_EACH) return refuse('tags.too_many', `A lead may have ${MAX_TAGS_EACH} tags at most.`);
  return accept([...names.values()]);
}

/** The first version of a tag. */
export function newTag(tagId: Uuid, name: string, now: Date, colour = DEFAULT_COLOUR): TagRecord {
  return { tagId, version: 1, name, colour, createdAt: now, updatedAt: now, deletedAt: null };
}

/** @returns undefined when nothing would be other than before */
export function changedTag(before: TagRecord, { name = before.name, colour = before.colour }: TagLook, now: Date): TagRecord | undefined {
  if (name === before.name && colour === before.colour) return undefined;
  return { ...before, name, colour, version: before.version + 1, updatedAt: now };
}

/** What was done to a tag. */
export function tagAction(before: TagRecord | undefined, after: TagRecord): TagAuditEntry['action'] {
  if (!before) return 'created';
  return after.deletedAt === null ? 'updated' : 'deleted';
}

/** What is other than before; all of it of a new tag. */
export function tagChanges(before: TagRecord | undefined, after: TagRecord): FieldChange[] {
  return (['name', 'colour'] as const)
    .map((field) => ({ field, before: before?.[field] ?? null, after: after[field] }))
    .filter((change) => change.before !== change.after);
}

/** What a client decides about a tag. */
export interface TagLook {
  readonly name?: string | undefined;
  readonly colour?: string | undefined;
}

/** What was stated in its stored form, or why it is refused. */
export function acceptLook({ name, colour }: TagLook): { readonly look: TagLook } | { readonly errors: readonly FieldProblem[] } {
  const checked = name === undefined ? accept(undefined) : checkTagName(name);
  if (!checked.ok) return { errors: [{ path: 'name', code: checked.code, message: checked.message }] };
  return { look: { name: checked.value, colour: colour?.toLowerCase() } };
}

/** As the API shows it. */
export function presentTag({ tagId, version, name, colour, createdAt, updatedAt, deletedAt, leads, deals }: UsedTag): Tag {
  const times = { createdAt: createdAt.toISOString(), updatedAt: updatedAt.toISOString(), deletedAt: deletedAt?.toISOString() ?? null };
  return { id: tagId, version, name, colour, usage: { leads, deals }, ...times };
}
