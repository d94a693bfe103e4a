/**
 * Which events are to get an entry: those that have none, each where it stands first.
 * @param known ids of those that have an entry
 * @returns for each event, in their order
 */
export function firstOfEach(events: readonly { readonly id: string }[], known: ReadonlySet<string>): boolean[] {
  const seen = new Set(known);
  return events.map(({ id }) => seen.size < seen.add(id).size);
}
