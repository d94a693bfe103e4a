/**
 * Finds a walk through pages that goes in a circle, in constant memory (Brent 1980): one cursor is remembered, and another one after
 * twice as many steps as before.
 */
export interface PageWalk {
  readonly remembered: string | null;
  /** Steps since then. */
  readonly steps: number;
  /** Steps after which another cursor is remembered. */
  readonly reach: number;
}

export const WALK_START: PageWalk = { remembered: null, steps: 0, reach: 1 };

/** @returns undefined when the cursor was seen before */
export function walkOn(walk: PageWalk, cursor: string): PageWalk | undefined {
  if (cursor === walk.remembered) return undefined;
  if (walk.steps + 1 < walk.reach) return { ...walk, steps: walk.steps + 1 };
  return { remembered: cursor, steps: 0, reach: walk.reach * 2 };
}
