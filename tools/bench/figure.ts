/** One measured quantity: its runs, and what it is held against. */
export interface Figure {
  readonly name: string;
  readonly unit: string;
  readonly runs: readonly number[];
  /** As text, for example `≤ 10`; `verdict` tells whether the median keeps it. */
  readonly aim?: string;
}

export interface Spread {
  readonly min: number;
  readonly median: number;
  readonly max: number;
}

/** @throws RangeError without runs */
export function spread(runs: readonly number[]): Spread {
  if (runs.length === 0) throw new RangeError('a figure needs at least one run');
  const sorted = [...runs].sort((a, b) => a - b);
  const at = (index: number): number => sorted[index] as number;
  const middle = Math.floor(sorted.length / 2);
  const median = sorted.length % 2 === 1 ? at(middle) : (at(middle - 1) + at(middle)) / 2;
  return { min: at(0), median, max: at(sorted.length - 1) };
}

/**
 * Ours divided by the baseline, pair by pair: what slows both runs of a pair cancels out.
 * @throws RangeError when the two do not pair up
 */
export function ratios(ours: readonly number[], baseline: readonly number[]): number[] {
  if (ours.length !== baseline.length) throw new RangeError('a ratio needs as many runs of ours as of the baseline');
  return ours.map((run, index) => run / (baseline[index] as number));
}

const KEEPS: Readonly<Record<string, (value: number, aim: number) => boolean>> = {
  '≤': (value, aim) => value <= aim,
  '<': (value, aim) => value < aim,
  '≥': (value, aim) => value >= aim,
  '>': (value, aim) => value > aim,
};

/**
 * Whether the median of the runs keeps the aim; undefined without an aim.
 * @throws RangeError when the aim is no comparison with a number
 */
export function verdict({ runs, aim }: Figure): 'met' | 'missed' | undefined {
  if (aim === undefined) return undefined;
  const [, sign = '', limit = ''] = /^(\S) ([\d.]+)$/.exec(aim) ?? [];
  const keeps = KEEPS[sign];
  if (!keeps) throw new RangeError(`an aim reads like "≤ 10", not "${aim}"`);
  return keeps(spread(runs).median, Number(limit)) ? 'met' : 'missed';
}

/** One line: name, median, spread over the runs, aim and verdict. */
export function figureLine(figure: Figure): string {
  const { name, unit, runs, aim } = figure;
  const { min, median, max } = spread(runs);
  const range = runs.length > 1 ? ` (${round(min)} to ${round(max)}, ${runs.length} runs)` : '';
  return `${name.padEnd(52)} ${String(round(median)).padStart(10)} ${unit}${range}${aim ? `   aim ${aim}: ${verdict(figure)}` : ''}`;
}

function round(value: number): number {
  return Number(value.toPrecision(4));
}
