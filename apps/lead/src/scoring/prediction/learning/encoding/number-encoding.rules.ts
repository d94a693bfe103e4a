import type { FeatureValue } from '../examples.js';
import type { EncodeValue, NumberEncoding } from './encoding.js';

/** A number that fewer leads state teaches nothing. */
const LEAST_STATED = 10;
/** Numbers beyond those of so many of a hundred leads, on either side, count as the outermost of these. */
const TAIL_SHARE = 0.01;
/** From this skewness on the logarithm counts; of an exponential distribution it is 2. */
const LEAST_SKEWNESS = 1;
/** A spread below this share of the size is rounding. */
const LEAST_SPREAD_SHARE = 1e-9;

/**
 * How a number is encoded, by the leads that state it.
 * @returns undefined when too few do, or all state the same
 */
export function numberEncoding(key: string, values: readonly FeatureValue[]): NumberEncoding | undefined {
  const stated = Float64Array.from(values.filter(isNumber)).sort();
  if (stated.length < LEAST_STATED) return undefined;
  const last = stated.length - 1;
  const lowest = stated[Math.floor(TAIL_SHARE * last)] as number;
  const highest = stated[Math.ceil((1 - TAIL_SHARE) * last)] as number;
  const within = stated.map((value) => clamp(value, lowest, highest));
  const logarithmic = lowest >= 0 && momentsOf(within).skewness >= LEAST_SKEWNESS;
  const { mean, deviation } = momentsOf(logarithmic ? within.map(Math.log1p) : within);
  if (!(deviation > LEAST_SPREAD_SHARE * Math.abs(mean))) return undefined;
  return { key, kind: 'number', lowest, highest, logarithmic, mean, deviation, hasMissing: stated.length < values.length };
}

/** Sizes stand in column 0, in standard deviations from the mean; what is not known, in column 1. */
export function numberEncoder({ lowest, highest, logarithmic, mean, deviation, hasMissing }: NumberEncoding): EncodeValue {
  return (value) => {
    if (!isNumber(value)) return hasMissing ? { column: 1, number: 1 } : undefined;
    const within = clamp(value, lowest, highest);
    return { column: 0, number: ((logarithmic ? Math.log1p(within) : within) - mean) / deviation };
  };
}

function momentsOf(numbers: Float64Array): { readonly mean: number; readonly deviation: number; readonly skewness: number } {
  const mean = numbers.reduce((sum, value) => sum + value, 0) / numbers.length;
  const variance = numbers.reduce((sum, value) => sum + (value - mean) ** 2, 0) / numbers.length;
  const third = numbers.reduce((sum, value) => sum + (value - mean) ** 3, 0) / numbers.length;
  return { mean, deviation: Math.sqrt(variance), skewness: variance > 0 ? third / variance ** 1.5 : 0 };
}

function isNumber(value: FeatureValue): value is number {
  return typeof value === 'number' && Number.isFinite(value);
}

function clamp(value: number, lowest: number, highest: number): number {
  return Math.min(Math.max(value, lowest), highest);
}
