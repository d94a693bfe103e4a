import type { ComparableLead } from '../comparable/comparable-lead.js';
import { blockingKeys, blockOrder } from './blocking-keys.rules.js';

/** One lead's place in one block. */
export interface Place {
  readonly block: number;
  readonly position: number;
}

/** A block of at least two leads: their indexes, in the block's order. */
export interface Block {
  readonly key: string;
  readonly members: readonly number[];
}

/** Which leads share which keys; its size is in the number of leads and of their keys, not of pairs. */
export class BlockIndex {
  readonly blocks: readonly Block[];
  readonly #places: Place[][];

  constructor(leads: readonly ComparableLead[]) {
    const byKey = new Map<string, number[]>();
    leads.forEach((lead, index) => {
      for (const key of blockingKeys(lead)) {
        const members = byKey.get(key);
        if (members === undefined) byKey.set(key, [index]);
        else members.push(index);
      }
    });
    const ranks = ranksOf(leads);
    this.#places = leads.map(() => []);
    this.blocks = [...byKey]
      .filter(([, members]) => members.length > 1)
      .map(([key, members]) => ({ key, members: members.sort((a, b) => (ranks[a] ?? 0) - (ranks[b] ?? 0)) }));
    this.blocks.forEach(({ members }, block) => members.forEach((lead, position) => this.#places[lead]?.push({ block, position })));
  }

  /** By block, ascending. */
  placesOf(lead: number): readonly Place[] {
    return this.#places[lead] ?? [];
  }
}

/** The rank of each lead in the order that blocks are put into. */
function ranksOf(leads: readonly ComparableLead[]): Uint32Array {
  const order = leads.map((lead, index) => ({ order: blockOrder(lead), index })).sort((a, b) => (a.order < b.order ? -1 : 1));
  const ranks = new Uint32Array(leads.length);
  order.forEach(({ index }, rank) => {
    ranks[index] = rank;
  });
  return ranks;
}
