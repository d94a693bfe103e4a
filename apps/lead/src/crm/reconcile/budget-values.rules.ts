import type { BudgetRange } from '@leadstream/contracts';
import { mergeBudget } from '../../lead/values/budget.rules.js';
import { placeOf } from './field-place.rules.js';
import type { Taken } from './taken.js';

type Member = keyof BudgetRange;

/** The member of a budget that a field is; undefined of any other field. */
export function budgetMember(field: string): Member | undefined {
  const place = placeOf(field);
  return place?.kind === 'budget' ? place.name : undefined;
}

/** A member as it stands alone, in the form of leads. */
export function takenMember(member: Member, text: string): Taken {
  const stated = member === 'currency' ? { min: '0', max: null, currency: text } : { min: plain(text), max: null, currency: 'EUR' };
  const checked = mergeBudget(null, stated);
  if (!checked.ok) return { code: checked.code };
  return { value: checked.value?.[member === 'currency' ? 'currency' : 'min'] ?? null };
}

/** Other CRMs keep more digits behind the point than money has: zeros say nothing. */
function plain(text: string): string {
  return text
    .trim()
    .replace(/(\.\d*?)0+$/, '$1')
    .replace(/\.$/, '');
}

/** A currency says nothing without an amount. @param values of the mapped members, by field */
export function withoutLoneCurrency(values: ReadonlyMap<string, string | null>): Map<string, string | null> {
  const members = [...values].filter(([field]) => budgetMember(field) !== undefined);
  const hasAmount = members.some(([field, value]) => budgetMember(field) !== 'currency' && value !== null);
  return new Map([...values].map(([field, value]) => [field, budgetMember(field) === 'currency' && !hasAmount ? null : value]));
}

/**
 * What the mapped members come to together: an amount needs its currency, and the lower end is not above the upper.
 * @param taken by field, each readable
 * @param current what the lead has: members that are not mapped stay
 * @returns a code and the field to blame; undefined where it is a budget, or says nothing
 */
export function budgetProblem(
  taken: ReadonlyMap<string, string | null>,
  current: BudgetRange | null,
): { readonly field: string; readonly code: string } | undefined {
  if ([...taken.values()].every((value) => value === null)) return undefined;
  const stated = Object.fromEntries([...taken].map(([field, value]) => [budgetMember(field), value]));
  const checked = mergeBudget(current, stated);
  if (checked.ok) return undefined;
  const path = checked.path ?? '';
  const [first = path] = taken.keys();
  return { field: taken.has(path) ? path : first, code: checked.code };
}
