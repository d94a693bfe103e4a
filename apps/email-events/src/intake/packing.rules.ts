/** What a record of the log is packed to, in bytes of JSON; well under the broker's limit of 1 MiB for a batch. */
export const PACK_BYTES = 262_144;

/**
 * Cuts the events of a delivery into few packs, in order: a pack takes events until it would weigh more than `limitBytes`.
 * @param weigh bytes of one event
 * @returns no pack is empty; an event that is heavier than the limit stands alone
 */
export function pack<T>(events: readonly T[], weigh: (event: T) => number, limitBytes: number): T[][] {
  const packs: T[][] = [];
  let bytes = Infinity;
  for (const event of events) {
    const weight = weigh(event);
    if (bytes + weight > limitBytes) {
      packs.push([]);
      bytes = 0;
    }
    packs.at(-1)?.push(event);
    bytes += weight;
  }
  return packs;
}
