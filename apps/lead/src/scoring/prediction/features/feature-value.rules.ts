import type { FieldValue, Money } from '../../../custom-fields/custom-field.js';
import type { FieldRef } from '../../../filter/filter-field.js';
import { fieldValue } from '../../../filter/matches.rules.js';
import type { FeatureValue } from '../learning/examples.js';
import type { FeatureSource, KnownLead } from './lead-feature.js';

/** Nothing that is read here depends on it. */
const ANY_INSTANT = new Date(0);

/** What a lead has in a feature. */
export function featureValue(source: FeatureSource, known: KnownLead): FeatureValue {
  if (source.of === 'engagement') {
    const instants = known.contributions.get(source.kind) ?? [];
    return instants.filter((happened) => happened < known.beforeMs).length;
  }
  const value = read(source.ref, known);
  if (value === null) return null;
  switch (source.of) {
    case 'number':
      return typeof value === 'string' ? Number(value) : null;
    case 'money':
      return isMoney(value) && value.currency === source.currency ? Number(value.amount) : null;
    case 'choice':
      return yesOrNo(Array.isArray(value) && value.includes(source.choice));
    case 'text':
      return typeof value === 'string' ? value.toLowerCase() : null;
    case 'word':
      return typeof value === 'boolean' ? yesOrNo(value) : typeof value === 'string' ? value : null;
  }
}

/** In which currency a lead states an amount, if it does. */
export function statedCurrency(ref: FieldRef, known: KnownLead): string | undefined {
  const value = read(ref, known);
  return value !== null && isMoney(value) ? value.currency : undefined;
}

function read(ref: FieldRef, { lead }: KnownLead): FieldValue | null {
  return fieldValue(ref, lead, ANY_INSTANT);
}

function isMoney(value: FieldValue): value is Money {
  return typeof value === 'object' && 'currency' in value;
}

function yesOrNo(value: boolean): string {
  return value ? 'yes' : 'no';
}
