import { singleColumn } from './design.js';
import { fitLogistic } from './logistic.rules.js';

/** Enough for scores that are all alike, too little to be seen where they are not. */
const PENALTY = 1e-6;

/** What makes log-odds such that of the leads said to be won in seven of ten cases, seven of ten are: slope · log-odds + offset. */
export interface Calibration {
  readonly slope: number;
  readonly offset: number;
}

/**
 * Platt's scaling (J. Platt, 1999): a logistic regression on the log-odds of leads that the model had not seen, its targets moved away from
 * 0 and 1 as he does, so that a few leads on the right side of a mark make nobody certain. Log-odds that rank no better than chance are not
 * trusted at all: everybody then gets the share of all.
 * @param outcomes 0 or 1
 */
export function* calibrate(logOdds: Float64Array, outcomes: Uint8Array): Generator<void, Calibration> {
  const won = outcomes.reduce((sum, outcome) => sum + outcome, 0);
  const lost = outcomes.length - won;
  const targets = Float64Array.from(outcomes, (outcome) => (outcome === 1 ? (won + 1) / (won + 2) : 1 / (lost + 2)));
  const rows = Uint32Array.from(outcomes.keys());
  const { weights, intercept } = yield* fitLogistic({ design: singleColumn(logOdds), targets, rows }, PENALTY);
  const [slope = 0] = weights;
  return slope > 0 ? { slope, offset: intercept } : { slope: 0, offset: Math.log((won + 1) / (lost + 1)) };
}
