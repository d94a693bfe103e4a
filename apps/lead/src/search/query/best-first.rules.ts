import type { SearchHit } from '@leadstream/contracts';

/** A hit with what tells it from equal ones. */
export interface Ranked {
  readonly hit: SearchHit;
  readonly updatedAt: Date;
}

/** The best ones, whatever they are; equal ones by their latest change. */
export function bestFirst<T extends Ranked>(ranked: readonly T[], limit: number): T[] {
  return ranked
    .toSorted(
      (one, other) =>
        other.hit.score01 - one.hit.score01 || other.updatedAt.getTime() - one.updatedAt.getTime() || (one.hit.id < other.hit.id ? 1 : -1),
    )
    .slice(0, limit);
}
