import type { PlaceLegalHoldBody } from '@leadstream/contracts';

/** When a hold is in force: from the first instant, until right before the second. */
export interface HeldTime {
  readonly holdsFrom: Date;
  /** Null: until it is released. */
  readonly holdsUntil: Date | null;
}

/** @returns undefined when it would be over by now, or before it begins */
export function heldTimeOf(
  { holdsFrom, holdsUntil }: Pick<PlaceLegalHoldBody, 'holdsFrom' | 'holdsUntil'>,
  now: Date,
): HeldTime | undefined {
  const from = holdsFrom === undefined ? now : new Date(holdsFrom);
  const until = holdsUntil === undefined ? null : new Date(holdsUntil);
  if (until !== null && (until <= from || until <= now)) return undefined;
  return { holdsFrom: from, holdsUntil: until };
}
