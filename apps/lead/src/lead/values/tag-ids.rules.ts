import type { FieldProblem, Uuid } from '@leadstream/kernel';

/** Tags in their stored form, and those that cannot be taken. */
export interface AcceptedTags {
  readonly tagIds: readonly Uuid[];
  readonly problems: readonly FieldProblem[];
}

/**
 * Tags as they were stated: each once, in ascending order.
 * @param known that the tenant has
 * @param current that the lead has already; it keeps one that is being deleted until it is taken off
 */
export function acceptTagIds(stated: readonly Uuid[], known: ReadonlySet<Uuid>, current: readonly Uuid[] = []): AcceptedTags {
  const ids = stated.map((tagId) => tagId.toLowerCase() as Uuid);
  const problems = ids.flatMap((tagId, index) =>
    known.has(tagId) || current.includes(tagId) ? [] : [{ path: `tagIds.${index}`, code: 'tag.unknown', message: 'There is no such tag.' }],
  );
  return { tagIds: [...new Set(ids)].toSorted(), problems };
}
