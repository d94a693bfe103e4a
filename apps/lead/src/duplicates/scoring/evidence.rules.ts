import type { Agreement, Level } from '../comparison/agreement.js';
import type { FieldModel } from './field-model.js';
import type { Rival } from './rival.js';
import type { ValueFrequencies } from './value-frequencies.rules.js';

/** What one field says about a pair: natural logarithms of how much likelier it is in leads of one person, against each rival. */
export interface Evidence {
  readonly field: string;
  readonly left: string;
  readonly right: string;
  readonly agreement: Agreement;
  readonly weights: Weights;
}

export type Weights = Readonly<Record<Rival, number>>;

/**
 * Of all other leads, the share that has a value which these two have: what is typical while few were counted, then what was
 * counted. Nobody else having it counts as if one had.
 * @param other as the other side has it: of two ways to write it, the more frequent one counts
 */
export function valueShare01(frequencies: ValueFrequencies, model: FieldModel, field: string, value: string, other = value): number {
  const ours = frequencies.count(field, value);
  const count = other === value ? ours : Math.max(ours, frequencies.count(field, other));
  return (Math.max(0, count - 2) + 1) / (Math.max(0, frequencies.leads - 2) + 1 / model.typicalShare01);
}

/**
 * @param equalShare01 how frequent the value is, where both have the same; of most pairs nobody asks. What any other level says follows
 *   from the model alone.
 */
export function weightsOf(model: FieldModel, level: Level, equalShare01: () => number): Weights {
  if (level === 'equal') return weigh(model, level, equalShare01());
  let known = unequalWeights.get(model);
  if (known === undefined) unequalWeights.set(model, (known = weighUnequal(model)));
  return known[level];
}

type Unequal = Exclude<Level, 'equal'>;
const unequalWeights = new WeakMap<FieldModel, Readonly<Record<Unequal, Weights>>>();

function weighUnequal(model: FieldModel): Readonly<Record<Unequal, Weights>> {
  const { close, related } = model.strangers;
  return {
    close: weigh(model, 'close', close),
    related: weigh(model, 'related', related),
    different: weigh(model, 'different', 1 - model.typicalShare01 - close - related),
  };
}

function weigh(model: FieldModel, level: Level, strangersShare01: number): Weights {
  const person = model.person[level];
  const strangers = Math.log(person / strangersShare01);
  return {
    strangers,
    family: model.family === null ? strangers : Math.log(person / model.family[level]),
    colleagues: model.colleagues === null ? strangers : Math.log(person / model.colleagues[level]),
  };
}

/** The same weight against every rival. */
export function evenly(weight: number): Weights {
  return { strangers: weight, family: weight, colleagues: weight };
}

export function describe(field: string, left: string, right: string, agreement: Agreement, weights: Weights): Evidence {
  return { field, left, right, agreement, weights };
}
