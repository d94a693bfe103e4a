import type { Temperature } from '@leadstream/contracts';

/** Tenths of points from which on a lead is warm or hot; below, it is cold. */
export const WARM_TENTHS = 500;
export const HOT_TENTHS = 800;

/** By the score as it is shown, so that a score of 80.0 is never called warm. */
export function temperatureOf(tenths: number): Temperature {
  if (tenths >= HOT_TENTHS) return 'hot';
  return tenths >= WARM_TENTHS ? 'warm' : 'cold';
}
