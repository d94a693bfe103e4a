import { solvePositive } from './cholesky.rules.js';
import type { Design, Sample } from './design.js';

/** Products between two places where the work may be left for a moment: a few milliseconds. */
const SLICE_PRODUCTS = 300_000;
/** What exponential and logarithm of a row take, in products. */
const LOGARITHM_PRODUCTS = 20;
const MOST_STEPS = 50;
/** A step from which so little likelihood is to be won, in nats, is the last: as close to the best, it squares what is left of the way. */
const LAST_GAIN = 1e-8;
const SHORTEST_STEP = 2 ** -30;
/** How flat the likelihood of a row may be taken to be: keeps rows that are as good as certain from vanishing in rounding. */
const LEAST_CURVATURE = 1e-10;

export interface LogisticFit {
  /** Log-odds by column of the design. */
  readonly weights: Float64Array;
  /** Log-odds of a row of zeros. */
  readonly intercept: number;
}

/**
 * The weights that make the targets likeliest, held back by a penalty: the least of Σ -log-likelihood + penalty / 2 · Σ weight², the intercept
 * left free. That is scikit-learn's `LogisticRegression` with C = 1 / penalty. By Newton's method, each step shortened until it is one
 * forward; with a penalty above 0 there is one answer, also where outcomes are separable or columns repeat each other. Targets that are all alike
 * teach no weights.
 *
 * Yields often, so that whoever runs it may let others have their turn.
 */
export function* fitLogistic(sample: Sample, penalty: number): Generator<void, LogisticFit> {
  const { design, targets, rows } = sample;
  const size = design.columnCount + 1;
  const sum = rows.reduce((total, row) => total + (targets[row] as number), 0);
  let point = new Float64Array(size);
  point[size - 1] = Math.log((sum + 0.5) / (rows.length - sum + 0.5));
  if (sum === 0 || sum === rows.length) return fitAt(point);
  let loss = yield* lossOf(sample, point, penalty);
  for (let step = 0; step < MOST_STEPS; step += 1) {
    const { gradient, curvature } = yield* slopeOf(sample, point, penalty);
    const direction = solvePositive(curvature, gradient);
    const gain = direction.reduce((total, move, index) => total + move * (gradient[index] as number), 0);
    if (gain < LAST_GAIN) return fitAt(moved(point, direction, 1));
    const better = yield* along(sample, point, direction, penalty, loss);
    if (!better) break;
    ({ point, loss } = better);
  }
  return fitAt(point);
}

/** Log-odds of a row. */
export function logOddsOf({ starts, columns, values }: Design, row: number, { weights, intercept }: LogisticFit): number {
  const to = starts[row + 1] as number;
  let sum = intercept;
  for (let entry = starts[row] as number; entry < to; entry += 1) {
    sum += (values[entry] as number) * (weights[columns[entry] as number] as number);
  }
  return sum;
}

/** @returns between 0 and 1 */
export function probabilityOf(logOdds: number): number {
  return 1 / (1 + Math.exp(-logOdds));
}

/** -log-likelihood of an outcome (or of a share of outcomes), in nats. */
export function surprise(logOdds: number, target: number): number {
  return Math.max(logOdds, 0) + Math.log1p(Math.exp(-Math.abs(logOdds))) - target * logOdds;
}

interface Reached {
  readonly point: Float64Array<ArrayBuffer>;
  readonly loss: number;
}

/** The farthest point in a direction, of those at the whole way, half of it, and so on, that is better; undefined when none is. */
function* along(
  sample: Sample,
  from: Float64Array,
  direction: Float64Array,
  penalty: number,
  loss: number,
): Generator<void, Reached | undefined> {
  for (let length = 1; length >= SHORTEST_STEP; length /= 2) {
    const point = moved(from, direction, length);
    const reached = yield* lossOf(sample, point, penalty);
    if (reached < loss) return { point, loss: reached };
    yield;
  }
  return undefined;
}

function moved(from: Float64Array, direction: Float64Array, length: number): Float64Array<ArrayBuffer> {
  const to = new Float64Array(from.length);
  for (let index = 0; index < from.length; index += 1) to[index] = (from[index] as number) - length * (direction[index] as number);
  return to;
}

function* lossOf({ design, targets, rows }: Sample, point: Float64Array, penalty: number): Generator<void, number> {
  const fit = fitAt(point);
  let loss = (penalty / 2) * fit.weights.reduce((sum, weight) => sum + weight * weight, 0);
  let products = 0;
  for (const row of rows) {
    loss += surprise(logOddsOf(design, row, fit), targets[row] as number);
    products += entriesOf(design, row) + LOGARITHM_PRODUCTS;
    if (products > SLICE_PRODUCTS) {
      products = 0;
      yield;
    }
  }
  return loss;
}

interface Slope {
  readonly gradient: Float64Array;
  /** Second derivatives, the lower triangle by rows. */
  readonly curvature: Float64Array;
}

function* slopeOf({ design, targets, rows }: Sample, point: Float64Array, penalty: number): Generator<void, Slope> {
  const fit = fitAt(point);
  const size = point.length;
  const slope = { gradient: new Float64Array(size), curvature: new Float64Array(size * size) };
  let products = 0;
  for (const row of rows) {
    const chance = probabilityOf(logOddsOf(design, row, fit));
    addRow(slope, design, row, chance - (targets[row] as number), Math.max(chance * (1 - chance), LEAST_CURVATURE));
    products += entriesOf(design, row) ** 2;
    if (products > SLICE_PRODUCTS) {
      products = 0;
      yield;
    }
  }
  for (let column = 0; column < size - 1; column += 1) {
    add(slope.gradient, column, penalty * (point[column] as number));
    add(slope.curvature, column * size + column, penalty);
  }
  return slope;
}

function addRow({ gradient, curvature }: Slope, { starts, columns, values }: Design, row: number, miss: number, bend: number): void {
  const size = gradient.length;
  const last = size - 1;
  const from = starts[row] as number;
  const to = starts[row + 1] as number;
  for (let entry = from; entry < to; entry += 1) {
    const column = columns[entry] as number;
    const bent = bend * (values[entry] as number);
    add(gradient, column, miss * (values[entry] as number));
    // Columns of a row ascend, so this is the lower triangle.
    for (let other = from; other <= entry; other += 1) {
      add(curvature, column * size + (columns[other] as number), bent * (values[other] as number));
    }
    add(curvature, last * size + column, bent);
  }
  add(gradient, last, miss);
  add(curvature, last * size + last, bend);
}

function fitAt(point: Float64Array): LogisticFit {
  return { weights: point.subarray(0, -1), intercept: point[point.length - 1] as number };
}

function entriesOf({ starts }: Design, row: number): number {
  return (starts[row + 1] as number) - (starts[row] as number);
}

function add(numbers: Float64Array, index: number, more: number): void {
  numbers[index] = (numbers[index] as number) + more;
}
