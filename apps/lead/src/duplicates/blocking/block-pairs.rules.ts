import type { BlockLimits } from './block-limits.js';

/** How far apart in a block's order two leads may stand and be compared; 0 when the block is skipped. */
export function reachOf(leads: number, { maxWhole, windowLeads, maxLeads }: BlockLimits): number {
  if (leads > maxLeads) return 0;
  return leads <= maxWhole ? leads - 1 : windowLeads;
}

/**
 * The pairs of one block, by position in its order. A store that gives blocks one after another gives these for each; a pair
 * comes once for each block that both are in.
 */
export function* blockPairs(leads: number, limits: BlockLimits): Generator<[earlier: number, later: number]> {
  const reach = reachOf(leads, limits);
  for (let earlier = 0; earlier < leads; earlier += 1) {
    for (let later = earlier + 1; later <= earlier + reach && later < leads; later += 1) yield [earlier, later];
  }
}
