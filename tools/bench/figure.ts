/** One measured quantity: its runs, and what it is held against. */
export interface Figure {
  readonly name: string;
  readonly unit: string;
  readonly runs: readonly number[];
  /** As text, for example `≤ 10`. */
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

/** One line: name, median, spread over the runs, aim. */
export function figureLine({ name, unit, runs, aim }: Figure): string {
  const { min, median, max } = spread(runs);
  const range = runs.length > 1 ? ` (${round(min)} to ${round(max)}, ${runs.length} runs)` : '';
  return `${name.padEnd(52)} ${String(round(median)).padStart(10)} ${unit}${range}${aim ? `   aim ${aim}` : ''}`;
}

function round(value: number): number {
  return Number(value.toPrecision(4));
}
