import type { AuditFinding } from '@leadstream/contracts';
import type { AuditEntry, Footing } from '../audit-entry.js';
import { entryHash } from './entry-hash.rules.js';

/** How far from its place an entry is looked for that belongs elsewhere. */
const LOOK_AROUND = 1_000;

export const found = (sequence: number, problem: AuditFinding['problem'], belongsAt: number | null = null): AuditFinding => ({
  sequence,
  problem,
  belongsAt,
});

/** The one that comes first in the chain. */
export function firstOf(...findings: readonly (AuditFinding | undefined)[]): AuditFinding | undefined {
  return findings
    .filter((finding) => finding !== undefined)
    .toSorted((one, other) => one.sequence - other.sequence)
    .at(0);
}

/** Goes along a chain, entry by entry, and says what is the first to be wrong. Needs room for the last two entries' hashes only. */
export class ChainCheck {
  #last: Footing;
  #beforeLast: Footing | undefined;

  /** @param footing where the first entry to come must rest */
  constructor(
    private readonly tenantId: string,
    footing: Footing,
  ) {
    this.#last = footing;
  }

  /** Up to where the chain holds. */
  get last(): Footing {
    return this.#last;
  }

  /**
   * @param entry the next one there is, by place and time
   * @returns what is wrong; undefined when it follows
   */
  next(entry: AuditEntry): AuditFinding | undefined {
    const { sequence, hash } = this.#last;
    if (entry.sequence > sequence + 1) return found(sequence + 1, 'missing');
    if (entry.sequence <= sequence) return found(entry.sequence, 'inserted');
    if (!entryHash(this.tenantId, entry).equals(entry.hash)) return this.#misfit(entry);
    if (!entry.previousHash.equals(hash)) return found(Math.max(sequence, 1), 'rewritten');
    this.#beforeLast = this.#last;
    this.#last = { sequence: entry.sequence, hash: entry.hash };
    return undefined;
  }

  /** The entry is not what its hash was made of: at least not in this place. */
  #misfit(entry: AuditEntry): AuditFinding {
    const { sequence } = entry;
    const belongsAt = this.#placeOf(entry);
    if (belongsAt === undefined) return found(sequence, 'altered');
    const wasPushedOn = belongsAt === sequence - 1 && this.#beforeLast !== undefined && entry.previousHash.equals(this.#beforeLast.hash);
    return wasPushedOn ? found(belongsAt, 'inserted') : found(sequence, 'reordered', belongsAt);
  }

  #placeOf(entry: AuditEntry): number | undefined {
    for (let distance = 1; distance <= LOOK_AROUND; distance += 1) {
      for (const sequence of [entry.sequence + distance, entry.sequence - distance]) {
        if (sequence >= 1 && entryHash(this.tenantId, { ...entry, sequence }).equals(entry.hash)) return sequence;
      }
    }
    return undefined;
  }
}
