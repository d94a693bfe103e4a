import type { ComparableLead } from '../comparable/comparable-lead.js';
import { BlockIndex } from './block-index.js';
import { type BlockLimits, DEFAULT_BLOCK_LIMITS, type SkippedBlock } from './block-limits.js';
import { blockPairs, reachOf } from './block-pairs.rules.js';

/**
 * Pairs of leads that are worth comparing, each once, in memory that grows with the leads and not with the pairs.
 * @param onSkipped is told of each block that is too large to say anything
 * @returns indexes into `leads`
 */
export function* candidatePairs(
  leads: readonly ComparableLead[],
  limits: BlockLimits = DEFAULT_BLOCK_LIMITS,
  onSkipped: (block: SkippedBlock) => void = () => undefined,
): Generator<[left: number, right: number]> {
  const index = new BlockIndex(leads);
  const reaches = index.blocks.map(({ members }) => reachOf(members.length, limits));
  for (const [block, { key, members }] of index.blocks.entries()) {
    if (reaches[block] === 0) onSkipped({ key, leads: members.length });
    for (const [earlier, later] of blockPairs(members.length, limits)) {
      const [left, right] = [members[earlier] ?? 0, members[later] ?? 0];
      if (firstSharedBlock(index, reaches, left, right) === block) yield [left, right];
    }
  }
}

/** The first block in which the two are compared: the only one that gives their pair, so that none has to be remembered. */
function firstSharedBlock(index: BlockIndex, reaches: readonly number[], left: number, right: number): number | undefined {
  const [ours, theirs] = [index.placesOf(left), index.placesOf(right)];
  for (let i = 0, j = 0; i < ours.length && j < theirs.length;) {
    const [our, their] = [ours[i], theirs[j]];
    if (our === undefined || their === undefined) return undefined;
    if (our.block < their.block) i += 1;
    else if (our.block > their.block) j += 1;
    else if (Math.abs(our.position - their.position) <= (reaches[our.block] ?? 0)) return our.block;
    else [i, j] = [i + 1, j + 1];
  }
  return undefined;
}
