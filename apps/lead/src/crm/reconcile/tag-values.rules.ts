import type { CrmFieldMapping } from '@leadstream/contracts';
import type { Uuid } from '@leadstream/kernel';
import type { Checked } from '../../lead/values/checked.rules.js';
import type { TagRecord } from '../../tags/tag.js';
import { readTagNames, tagFold } from '../../tags/tag.rules.js';

/** Between the values of a property that has several: of HubSpot's checkboxes and of Salesforce's multi-select picklists alike. */
const SEPARATOR = ';';

/** Tags by what the other side calls them: their names. */
export interface NamedTags {
  readonly names: ReadonlyMap<Uuid, string>;
  /** By the fold of their names. */
  readonly ids: ReadonlyMap<string, Uuid>;
  /** Folds of names that are not there, and cannot be made. */
  readonly refused: ReadonlySet<string>;
}

export const NO_TAGS: NamedTags = { names: new Map(), ids: new Map(), refused: new Set() };

/** @param wanted names that were to be there by now */
export function namedTags(tags: readonly Pick<TagRecord, 'tagId' | 'name'>[], wanted: readonly string[] = []): NamedTags {
  const ids = new Map(tags.map(({ tagId, name }) => [tagFold(name), tagId]));
  const refused = new Set(wanted.map(tagFold).filter((fold) => !ids.has(fold)));
  return { names: new Map(tags.map(({ tagId, name }) => [tagId, name])), ids, refused };
}

/** Names as one text, in an order of their own: the other side's says nothing. Null of none. */
function listed(names: readonly string[]): string | null {
  const byFold = names.map((name) => [tagFold(name), name] as const).sort(([one], [other]) => (one < other ? -1 : 1));
  return byFold.length === 0 ? null : byFold.map(([, name]) => name).join(SEPARATOR);
}

/** The tags of a lead as one text; those that are being deleted are none any more. */
export function tagsOf(tagIds: readonly Uuid[], { names }: NamedTags): string | null {
  return listed(tagIds.flatMap((tagId) => names.get(tagId) ?? []));
}

/** Names in a property, by our words; or why one of them is none. */
export function namesIn(raw: string, words: CrmFieldMapping['words']): Checked<readonly string[]> {
  if (!words) return readTagNames(raw);
  const theirs = raw
    .split(SEPARATOR)
    .map((part) => part.trim())
    .filter((part) => part !== '');
  const ours = theirs.map((word) => Object.entries(words).find(([, theirWord]) => theirWord === word)?.[0]);
  const isUnknown = ours.some((word) => word === undefined);
  return isUnknown
    ? { ok: false, code: 'word.unknown', message: 'Has a word that stands for none of ours.' }
    : readTagNames(ours.join(SEPARATOR));
}

/** Tags of a property as leads have them, each as it is spelt here. */
export function takenTags(
  raw: string,
  words: CrmFieldMapping['words'],
  tags: NamedTags,
): { readonly value: string | null } | { readonly code: string } {
  const names = namesIn(raw, words);
  if (!names.ok) return { code: names.code };
  if (names.value.some((name) => tags.refused.has(tagFold(name)))) return { code: 'tag.limit' };
  return { value: listed(names.value.map((name) => spelt(name, tags))) };
}

function spelt(name: string, { ids, names }: NamedTags): string {
  const tagId = ids.get(tagFold(name));
  return (tagId === undefined ? undefined : names.get(tagId)) ?? name;
}

/** The tags that a text lists. */
export function tagIdsOf(value: string | null, { ids }: NamedTags): Uuid[] {
  return (value ?? '').split(SEPARATOR).flatMap((name) => ids.get(tagFold(name)) ?? []);
}

/** A list as the other side has it: written whole, it replaces what stood there. */
export function toldTags(value: string, words: CrmFieldMapping['words']): string {
  const wordOf = (name: string): string => (words && Object.hasOwn(words, name) ? (words[name] ?? name) : name);
  return value.split(SEPARATOR).map(wordOf).join(SEPARATOR);
}
