import type { ComparableLead } from '../comparable/comparable-lead.js';
import { OTHER_WAY_ROUND } from '../comparison/agreement.js';
import { firstNameAgreement, textAgreement } from '../comparison/name-agreement.rules.js';
import { describe, type Evidence, evenly, valueShare01, weightsOf } from './evidence.rules.js';
import { FIELD_MODELS } from './field-models.js';
import type { ValueFrequencies } from './value-frequencies.rules.js';

const { firstName: FIRST, lastName: LAST } = FIELD_MODELS;

/** Of one person's two leads, so many have first and last name the other way round: an assumption. */
const SWAPPED_RATE = 0.02;
const SWAP_WEIGHT = Math.log(SWAPPED_RATE / (1 - SWAPPED_RATE));

/** First and last name as they stand, or the other way round where that explains more. */
export function nameEvidence(left: ComparableLead, right: ComparableLead, frequencies: ValueFrequencies): Evidence[] {
  const straight = [...firstNames(left, right, frequencies), ...lastNames(left, right, frequencies)];
  const apart = straight.length === 2 && straight.every(({ agreement: { level } }) => level === 'related' || level === 'different');
  if (!apart) return straight;
  const swapped = swappedNames(left, right, frequencies);
  return total(swapped) > total(straight) ? swapped : straight;
}

function total(evidence: readonly Evidence[]): number {
  return evidence.reduce((sum, { weights }) => sum + weights.strangers, 0);
}

function firstNames(left: ComparableLead, right: ComparableLead, frequencies: ValueFrequencies): Evidence[] {
  if (left.firstName === null || right.firstName === null) return [];
  const agreement = firstNameAgreement(left.firstName, right.firstName);
  const [one, two] = [left.firstName, right.firstName];
  const share01 = () => valueShare01(frequencies, FIRST, 'firstName', one, two);
  const [a, b] = [left.candidate.firstName ?? one, right.candidate.firstName ?? two];
  return [describe('firstName', a, b, agreement, weightsOf(FIRST, agreement.level, share01))];
}

function lastNames(left: ComparableLead, right: ComparableLead, frequencies: ValueFrequencies): Evidence[] {
  if (left.lastName === null || right.lastName === null) return [];
  const agreement = textAgreement(left.lastName, right.lastName);
  const [one, two] = [left.lastName, right.lastName];
  const share01 = () => valueShare01(frequencies, LAST, 'lastName', one, two);
  const [a, b] = [left.candidate.lastName ?? one, right.candidate.lastName ?? two];
  return [describe('lastName', a, b, agreement, weightsOf(LAST, agreement.level, share01))];
}

function swappedNames(left: ComparableLead, right: ComparableLead, frequencies: ValueFrequencies): Evidence[] {
  const written = ({ firstName, lastName }: ComparableLead) => `${firstName} ${lastName}`;
  return [
    crossed(left.firstName ?? '', right.lastName ?? '', frequencies, 'firstName'),
    crossed(left.lastName ?? '', right.firstName ?? '', frequencies, 'lastName'),
    describe('nameOrder', written(left), written(right), OTHER_WAY_ROUND, evenly(SWAP_WEIGHT)),
  ];
}

/** A first name against a last name; relatives do not share one of these, so that all rivals are as strangers. */
function crossed(left: string, right: string, frequencies: ValueFrequencies, field: 'firstName' | 'lastName'): Evidence {
  const agreement = textAgreement(left, right);
  const share01 = () =>
    Math.max(valueShare01(frequencies, FIRST, 'firstName', left, right), valueShare01(frequencies, LAST, 'lastName', left, right));
  return describe(field, left, right, agreement, evenly(weightsOf(LAST, agreement.level, share01).strangers));
}
