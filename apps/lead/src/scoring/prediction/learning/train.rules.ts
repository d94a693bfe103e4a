import { encodeColumns, designOf, type PlacedEncoding, widthOf } from './encoding/encoding.rules.js';
import type { Examples } from './examples.js';
import { dealFolds } from './folds.rules.js';
import type { LearnedColumn, LearnedFeature, OutcomeModel } from './outcome-model.js';
import { type Quality, qualityOf } from './quality/quality.rules.js';
import type { Design } from './regression/design.js';
import { fitLogistic, type LogisticFit, logOddsOf, surprise } from './regression/logistic.rules.js';
import { type Calibration, calibrate } from './regression/platt.rules.js';

/**
 * Outcomes of either kind that there must be: with fewer, neither the model nor what is told of its quality can be relied on (Y. Vergouwe et al.,
 * Journal of Clinical Epidemiology 58, 2005).
 */
export const LEAST_OUTCOMES = 100;

/** Leads are dealt to so many folds; one is held back for the quality, and each of the others once while penalties are tried. */
const FOLDS = 5;
const HELD_BACK = 0;
const SEED = 'leadstream';
/** Tried from the strongest, so that of equals the simplest model is taken. */
const PENALTIES = [1_000, 300, 100, 30, 10, 3, 1, 0.3];

export interface Training {
  readonly model: OutcomeModel;
  readonly quality: Quality;
  /** Leads that it was learned from, without those held back. */
  readonly learned: { readonly leads: number; readonly won: number };
  readonly penalty: number;
}

/** Why nothing can be learned. */
export type TrainingRefusal = 'too-few-outcomes' | 'nothing-to-learn-from';

/**
 * Learns from leads how likely one is to be won; the same leads give the same model, in another order but for rounding. A fifth is held back; on the
 * rest the penalty is chosen, and the log-odds calibrated, by what models said of leads that they had not seen. The model that is told
 * of is the one that was measured: it is not made anew from all leads.
 *
 * Yields often, so that whoever runs it may let others have their turn.
 */
export function* train(examples: Examples): Generator<void, Training | TrainingRefusal> {
  const { outcomes, columns } = examples;
  const won = wonOf(outcomes);
  if (Math.min(won, outcomes.length - won) < LEAST_OUTCOMES) return 'too-few-outcomes';
  const folds = yield* dealFolds(examples, FOLDS, SEED);
  const learnedRows = Uint32Array.from([...folds.keys()].filter((row) => folds[row] !== HELD_BACK));
  const heldRows = Uint32Array.from([...folds.keys()].filter((row) => folds[row] === HELD_BACK));
  const placed = yield* encodeColumns(columns, learnedRows);
  if (placed.length === 0) return 'nothing-to-learn-from';
  const design = yield* designOf(placed, outcomes.length);
  const all: Learning = { design, targets: Float64Array.from(outcomes), folds, rows: learnedRows };
  const { penalty, unseen } = yield* choosePenalty(all);
  const calibration = yield* calibrate(unseen, outcomesOf(outcomes, learnedRows));
  const fit = calibrated(yield* fitLogistic(all, penalty), calibration);
  const learned = { leads: learnedRows.length, won: wonOf(outcomesOf(outcomes, learnedRows)) };
  const logOdds = Float64Array.from(heldRows, (row) => logOddsOf(design, row, fit));
  const quality = qualityOf(logOdds, outcomesOf(outcomes, heldRows), learned.won / learned.leads);
  return { model: modelOf(placed, all, fit), quality, learned, penalty };
}

interface Learning {
  readonly design: Design;
  readonly targets: Float64Array;
  readonly folds: Uint8Array;
  /** Those that are not held back. */
  readonly rows: Uint32Array;
}

/** The penalty with which models say most about leads that they have not seen, and what they say, by the order of `rows`. */
function* choosePenalty(learning: Learning): Generator<void, { readonly penalty: number; readonly unseen: Float64Array }> {
  const { targets, rows } = learning;
  let best: { readonly penalty: number; readonly unseen: Float64Array; readonly loss: number } | undefined;
  for (const penalty of PENALTIES) {
    const unseen = yield* sayUnseen(learning, penalty);
    const loss = unseen.reduce((sum, logOdds, place) => sum + surprise(logOdds, targets[rows[place] as number] as number), 0);
    if (!best || loss < best.loss) best = { penalty, unseen, loss };
    yield;
  }
  if (!best) throw new RangeError('no penalty is finite');
  return best;
}

function* sayUnseen({ design, targets, folds, rows }: Learning, penalty: number): Generator<void, Float64Array> {
  const unseen = new Float64Array(rows.length);
  for (let fold = HELD_BACK + 1; fold < FOLDS; fold += 1) {
    const fit = yield* fitLogistic({ design, targets, rows: rows.filter((row) => folds[row] !== fold) }, penalty);
    for (let place = 0; place < rows.length; place += 1) {
      const row = rows[place] as number;
      if (folds[row] === fold) unseen[place] = logOddsOf(design, row, fit);
    }
    yield;
  }
  return unseen;
}

/** Calibration is a straight line over log-odds, so it goes into the weights, and parts of log-odds stay parts. */
function calibrated({ weights, intercept }: LogisticFit, { slope, offset }: Calibration): LogisticFit {
  return { weights: weights.map((weight) => weight * slope), intercept: intercept * slope + offset };
}

function modelOf(placed: readonly PlacedEncoding[], { design, rows }: Learning, { weights, intercept }: LogisticFit): OutcomeModel {
  const sums = new Float64Array(design.columnCount);
  const squares = new Float64Array(design.columnCount);
  const counts = new Uint32Array(design.columnCount);
  for (const row of rows) {
    for (let entry = design.starts[row] as number; entry < (design.starts[row + 1] as number); entry += 1) {
      const column = design.columns[entry] as number;
      const number = design.values[entry] as number;
      sums[column] = (sums[column] as number) + number;
      squares[column] = (squares[column] as number) + number * number;
      counts[column] = (counts[column] as number) + 1;
    }
  }
  const features = placed.map(({ encoding, firstColumn }): LearnedFeature => {
    const places = Array.from({ length: widthOf(encoding) }, (_, place) => firstColumn + place);
    const columns = places.map((column): LearnedColumn => {
      const mean = (sums[column] as number) / rows.length;
      return { weight: weights[column] as number, mean, leads: counts[column] as number };
    });
    const mean = columns.reduce((sum, column) => sum + column.weight * column.mean, 0);
    // A lead has a number in one column of a feature at most, so products of two columns are zero.
    const square = places.reduce((sum, column) => sum + (weights[column] as number) ** 2 * (squares[column] as number), 0) / rows.length;
    return { encoding, columns, spread: Math.sqrt(Math.max(0, square - mean ** 2)) };
  });
  return { intercept, features };
}

function outcomesOf(outcomes: Uint8Array, rows: Uint32Array): Uint8Array {
  return Uint8Array.from(rows, (row) => outcomes[row] as number);
}

function wonOf(outcomes: Uint8Array): number {
  return outcomes.reduce((sum, outcome) => sum + outcome, 0);
}
