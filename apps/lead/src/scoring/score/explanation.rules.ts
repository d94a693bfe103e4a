import type { Score, ScoreFactor, ScoreWeights } from './score.js';
import { UNITS_PER_TENTH } from './score.rules.js';

/** A factor with what it counts in the score. */
export interface ExplainedFactor extends ScoreFactor {
  /** Tenths of points of the score, after the share of its part. */
  readonly tenths: number;
}

/**
 * Why a score is what it is, in tenths of points that sum up to exactly the score as it is shown: each factor is rounded down, and those
 * that lost most get a tenth more until the sum is right (largest remainder). So none is a whole tenth away from its exact value.
 */
export function explain({ fitSharePercent }: ScoreWeights, { factors, tenths }: Score): ExplainedFactor[] {
  const shares = { fit: fitSharePercent, engagement: 100 - fitSharePercent };
  const rounded = factors.map((factor) => {
    const units = factor.micro * shares[factor.part];
    const down = Math.floor(units / UNITS_PER_TENTH);
    return { factor, down, lost: units - down * UNITS_PER_TENTH };
  });
  const missing = tenths - rounded.reduce((sum, { down }) => sum + down, 0);
  const raised = new Set(rounded.toSorted((a, b) => b.lost - a.lost).slice(0, missing));
  return rounded.map((entry) => ({ ...entry.factor, tenths: entry.down + (raised.has(entry) ? 1 : 0) }));
}
