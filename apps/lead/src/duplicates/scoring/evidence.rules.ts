import type { Agreement, Level } from '../comparison/agreement.js';
import type { FieldModel } from './field-model.js';
import type { Rival } from './rival.js';
import type { ValueFrequencies } from './value-frequencies.rules.js';

/** What one field says about a pair: natural logarithms of how much likelier it is in leads of one person, against each rival. */
export interface Evidence {
  readonly field: string;
  readonly left: string;
  readonly right: string;
  readonly similarity01: number;
  readonly level: Level;
  readonly weights: Readonly<Record<Rival, number>>;
}

/**
 * Of all other leads, the share that has a value which these two have: what is typical while few were counted, then what was
 * counted. Nobody else having it counts as if one had.
 * @param values of both sides: of two ways to write it, the more frequent one counts
 */
export function valueShare01(frequencies: ValueFrequencies, model: FieldModel, field: string, ...values: readonly string[]): number {
  const count = values.reduce((most, value) => Math.max(most, frequencies.count(field, value)), 0);
  return (Math.max(0, count - 2) + 1) / (Math.max(0, frequencies.leads - 2) + 1 / model.typicalShare01);
}

/** @param equalShare01 how frequent the value is, where both have the same */
export function weightsOf(model: FieldModel, level: Level, equalShare01: number): Readonly<Record<Rival, number>> {
  const person = model.person[level];
  const strangers = Math.log(person / strangersShare(model, level, equalShare01));
  return {
    strangers,
    family: model.family === null ? strangers : Math.log(person / model.family[level]),
    colleagues: model.colleagues === null ? strangers : Math.log(person / model.colleagues[level]),
  };
}

function strangersShare(model: FieldModel, level: Level, equalShare01: number): number {
  const { close, related } = model.strangers;
  if (level === 'equal') return equalShare01;
  if (level === 'different') return 1 - model.typicalShare01 - close - related;
  return level === 'close' ? close : related;
}

/** The same weight against every rival. */
export function evenly(weight: number): Readonly<Record<Rival, number>> {
  return { strangers: weight, family: weight, colleagues: weight };
}

export function describe(field: string, left: string, right: string, agreement: Agreement, weights: Evidence['weights']): Evidence {
  return { field, left, right, similarity01: agreement.similarity01, level: agreement.level, weights };
}
