import { hash } from 'node:crypto';
import type { Examples } from './examples.js';

const SLICE_LEADS = 2_000;
const HEX_DIGITS = '0123456789abcdef';

/**
 * Deals leads to folds: those that were won in turn, those that were lost in turn, so that each fold has the same share of both. The order is
 * that of SHA-256 of seed and id, so it depends on neither the order of the leads nor the machine.
 * @returns the fold of each lead, from 0
 */
export function* dealFolds({ ids, outcomes }: Examples, folds: number, seed: string): Generator<void, Uint8Array> {
  const shuffled: string[] = [];
  for (const [index, id] of ids.entries()) {
    shuffled.push(hash('sha256', `${seed}:${id}`));
    if (index % SLICE_LEADS === 0) yield;
  }
  const dealt = new Uint8Array(ids.length);
  for (const outcome of [0, 1]) {
    let place = 0;
    // By first digits, so that no part takes long to sort.
    for (const digit of HEX_DIGITS) {
      const same = [...outcomes.keys()].filter((index) => outcomes[index] === outcome && shuffled[index]?.startsWith(digit));
      for (const index of same.sort((a, b) => ((shuffled[a] as string) < (shuffled[b] as string) ? -1 : 1))) {
        dealt[index] = place % folds;
        place += 1;
      }
      yield;
    }
  }
  return dealt;
}
