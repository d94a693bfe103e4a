import { type BlockLimits, DEFAULT_BLOCK_LIMITS } from '../../blocking/block-limits.js';
import { blockPairs } from '../../blocking/block-pairs.rules.js';
import { blockOrder } from '../../blocking/blocking-keys.rules.js';
import type { ComparableLead } from '../../comparable/comparable-lead.js';

/** Two leads, the one with the lesser id on the left. */
export type LeadPair = readonly [left: ComparableLead, right: ComparableLead];

/** The pairs of some blocks, each once. Of those that are together in blocks of another page, that page gives them again. */
export function* pagePairs(blocks: Iterable<readonly ComparableLead[]>, limits: BlockLimits = DEFAULT_BLOCK_LIMITS): Generator<LeadPair> {
  const given = new Set<number>();
  const numbers = new Map<ComparableLead, number>();
  for (const block of blocks) {
    const members = (block.length <= limits.maxWhole ? block : inOrder(block)).map((lead) => ({ lead, number: numberOf(lead, numbers) }));
    for (const [earlier, later] of blockPairs(members.length, limits)) {
      const [one, two] = [members[earlier] as Member, members[later] as Member];
      const pair = Math.min(one.number, two.number) * MOST_MEMBERS + Math.max(one.number, two.number);
      if (given.has(pair)) continue;
      given.add(pair);
      yield ordered(one.lead, two.lead);
    }
  }
}

/** One that is in several blocks of a page has one number. */
interface Member {
  readonly lead: ComparableLead;
  readonly number: number;
}

/** Two numbers below it make one that is exact. */
const MOST_MEMBERS = 2 ** 26;

function numberOf(lead: ComparableLead, numbers: Map<ComparableLead, number>): number {
  const number = numbers.get(lead) ?? numbers.size;
  if (number === numbers.size) numbers.set(lead, number);
  return number;
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
