import { comparableStreet } from '../comparable/address.rules.js';
import type { ComparableLead } from '../comparable/comparable-lead.js';
import { OTHER_WAY_ROUND } from '../comparison/agreement.js';
import { textAgreement } from '../comparison/name-agreement.rules.js';
import { streetNumberAgreement } from '../comparison/number-agreement.rules.js';
import { localityAgreement, streetAgreement } from '../comparison/place-agreement.rules.js';
import { describe, type Evidence, evenly, valueShare01, weightsOf } from './evidence.rules.js';
import { FIELD_MODELS } from './field-models.js';
import type { ValueFrequencies } from './value-frequencies.rules.js';

/** Of one person's two leads, so many have street and second line the other way round: an assumption. */
const SWAPPED_RATE = 0.02;
const SWAP_WEIGHT = Math.log(SWAPPED_RATE / (1 - SWAPPED_RATE));

/** Street number, street, second line and locality. */
export function addressEvidence(left: ComparableLead, right: ComparableLead, frequencies: ValueFrequencies): Evidence[] {
  const evidence = lineEvidence(left, right, frequencies);
  if (left.streetNumber !== null && right.streetNumber !== null) {
    const agreement = streetNumberAgreement(left.streetNumber, right.streetNumber);
    const number = left.streetNumber;
    const share01 = () => valueShare01(frequencies, FIELD_MODELS.streetNumber, 'streetNumber', number);
    const weights = weightsOf(FIELD_MODELS.streetNumber, agreement.level, share01);
    evidence.push(describe('streetNumber', number, right.streetNumber, agreement, weights));
  }
  const agreement = localityAgreement(left, right);
  if (agreement !== null) {
    const weights = weightsOf(FIELD_MODELS.locality, agreement.level, () => localityShare01(left, right, frequencies));
    evidence.push(describe('locality', locality(left), locality(right), agreement, weights));
  }
  return evidence;
}

/** Street and second line as they stand, or the other way round where neither agrees so. */
function lineEvidence(left: ComparableLead, right: ComparableLead, frequencies: ValueFrequencies): Evidence[] {
  const straight: Evidence[] = [];
  if (left.street !== null && right.street !== null) straight.push(streets(left, right, frequencies));
  if (left.unit !== null && right.unit !== null) straight.push(units(left, right, frequencies));
  if (straight.length < 2 || straight.some(({ agreement }) => agreement.level !== 'different')) return straight;
  const turned = turnLines(right);
  if (turned.street === null || turned.unit === null || left.street === null) return straight;
  const swapped = [streets(left, turned, frequencies), units(left, turned, frequencies)];
  if (swapped.every(({ agreement }) => agreement.level === 'different')) return straight;
  const written = ({ candidate }: ComparableLead) => `${candidate.address?.street ?? ''}, ${candidate.address?.unit ?? ''}`;
  const order = describe('addressOrder', written(left), written(right), OTHER_WAY_ROUND, evenly(SWAP_WEIGHT));
  return [...swapped, order];
}

function streets(left: ComparableLead, right: ComparableLead, frequencies: ValueFrequencies): Evidence {
  const [a, b] = [left.street ?? { name: '', kind: null }, right.street ?? { name: '', kind: null }];
  const agreement = streetAgreement(a, b);
  const share01 = () => valueShare01(frequencies, FIELD_MODELS.street, 'street', a.name, b.name);
  const weights = weightsOf(FIELD_MODELS.street, agreement.level, share01);
  return describe('street', left.candidate.address?.street ?? a.name, right.candidate.address?.street ?? b.name, agreement, weights);
}

function units(left: ComparableLead, right: ComparableLead, frequencies: ValueFrequencies): Evidence {
  const [a, b] = [left.unit ?? '', right.unit ?? ''];
  const agreement = textAgreement(a, b);
  const weights = weightsOf(FIELD_MODELS.unit, agreement.level, () => valueShare01(frequencies, FIELD_MODELS.unit, 'unit', a, b));
  return describe('unit', left.candidate.address?.unit ?? a, right.candidate.address?.unit ?? b, agreement, weights);
}

function turnLines(lead: ComparableLead): ComparableLead {
  const { street, unit, candidate } = lead;
  const address = candidate.address && { ...candidate.address, street: candidate.address.unit, unit: candidate.address.street };
  const line = street === null ? null : [street.name, ...(street.kind === null ? [] : [street.kind])].join(' ');
  return { ...lead, candidate: { ...candidate, address }, street: comparableStreet(unit), unit: line };
}

function localityShare01(left: ComparableLead, right: ComparableLead, frequencies: ValueFrequencies): number {
  const byCode = left.postalCode !== null && left.postalCode === right.postalCode;
  if (byCode) return valueShare01(frequencies, FIELD_MODELS.locality, 'postalCode', left.postalCode);
  return valueShare01(frequencies, FIELD_MODELS.locality, 'city', left.city ?? '', right.city ?? '');
}

function locality({ candidate: { address } }: ComparableLead): string {
  return [address?.postalCode, address?.city, address?.region, address?.country].filter((part) => part != null).join(' ');
}
