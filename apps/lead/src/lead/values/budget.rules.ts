import { type BudgetRange, decimalAmount, type PatchLead } from '@leadstream/contracts';
import { accept, type Checked, refuse } from './checked.rules.js';

const currencies = new Set(Intl.supportedValuesOf('currency'));

/**
 * Merges stated members into what is known (RFC 7396): null removes a member, null as a whole removes all.
 * @returns amounts with two digits behind the point, the currency upper-case; null when neither end is known. A refusal names the member
 */
export function mergeBudget(current: BudgetRange | null, stated: PatchLead['budget']): Checked<BudgetRange | null> {
  const merged = { min: null, max: null, currency: null, ...(stated === null ? {} : current), ...stated };
  const min = normaliseAmount(merged.min, 'budget.min');
  if (!min.ok) return min;
  const max = normaliseAmount(merged.max, 'budget.max');
  if (!max.ok) return max;
  if (min.value === null && max.value === null) return accept(null);
  const currency = merged.currency?.trim().toUpperCase() ?? '';
  if (currency === '') return refuse('currency.missing', 'An amount needs its currency.', 'budget.currency');
  if (!currencies.has(currency)) return refuse('currency.unknown', 'Is not a currency code of ISO 4217.', 'budget.currency');
  if (min.value !== null && max.value !== null && cents(min.value) > cents(max.value))
    return refuse('budget.reversed', 'The lower end is above the upper end.', 'budget.min');
  return accept({ min: min.value, max: max.value, currency });
}

function normaliseAmount(amount: string | null | undefined, path: string): Checked<string | null> {
  const text = amount?.trim() ?? '';
  if (text === '') return accept(null);
  if (!decimalAmount.safeParse(text).success) return refuse('amount.invalid', 'Is not an amount such as 12.50.', path);
  const [whole = '', fraction = ''] = text.split('.');
  return accept(`${whole}.${fraction.padEnd(2, '0')}`);
}

/** @param amount with two digits behind the point */
function cents(amount: string): bigint {
  return BigInt(amount.replace('.', ''));
}
