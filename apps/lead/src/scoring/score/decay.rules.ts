import type { Micropoints } from './score.js';

export const HOUR_MS = 3_600_000;

/**
 * What contributions are worth at an instant: each its points times 2 to the power of minus its age in half-lives, rounded to a millionth
 * of a point by itself. So the sum does not depend on their order, and taking one away leaves exactly what was there without it.
 * @param instants of the contributions in milliseconds since 1970; those behind `at` do not count yet
 */
export function decayed(
  micro: Micropoints,
  halfLifeHours: number | null,
  instants: readonly (readonly number[])[],
  at: Date,
): { readonly micro: Micropoints; readonly count: number } {
  const now = at.getTime();
  const rateMs = halfLifeHours === null ? 0 : 1 / (halfLifeHours * HOUR_MS);
  let sum = 0;
  let count = 0;
  for (const ofKind of instants) {
    for (const happened of ofKind) {
      if (happened > now) continue;
      sum += rateMs === 0 ? micro : Math.round(micro * 2 ** ((happened - now) * rateMs));
      count += 1;
    }
  }
  return { micro: sum, count };
}
