import { type BlockLimits, DEFAULT_BLOCK_LIMITS } from '../../blocking/block-limits.js';
import { blockPairs } from '../../blocking/block-pairs.rules.js';
import { blockOrder } from '../../blocking/blocking-keys.rules.js';
import type { ComparableLead } from '../../comparable/comparable-lead.js';

/** Two leads, the one with the lesser id on the left. */
export type LeadPair = readonly [left: ComparableLead, right: ComparableLead];

/** The pairs of some blocks, each once. Of those that are together in blocks of another page, that page gives them again. */
export function* pagePairs(blocks: Iterable<readonly ComparableLead[]>, limits: BlockLimits = DEFAULT_BLOCK_LIMITS): Generator<LeadPair> {
  const given = new Set<string>();
  for (const block of blocks) {
    const members = block.length <= limits.maxWhole ? block : inOrder(block);
    for (const [earlier, later] of blockPairs(members.length, limits)) {
      const pair = ordered(members[earlier] as ComparableLead, members[later] as ComparableLead);
      const name = `${pair[0].candidate.id}${pair[1].candidate.id}`;
      if (given.has(name)) continue;
      given.add(name);
      yield pair;
    }
  }
}

/** Made once for each member: a comparison would make it anew. */
function inOrder(block: readonly ComparableLead[]): ComparableLead[] {
  return block
    .map((lead) => ({ lead, order: blockOrder(lead) }))
    .sort((one, two) => (one.order < two.order ? -1 : 1))
    .map(({ lead }) => lead);
}

function ordered(one: ComparableLead, two: ComparableLead): LeadPair {
  return one.candidate.id < two.candidate.id ? [one, two] : [two, one];
}
