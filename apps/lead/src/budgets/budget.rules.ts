import type { Budget, CreateBudget, PatchBudget } from '@leadstream/contracts';
import type { DomainError } from '@leadstream/kernel';
import type { FieldChange } from '../lead/lead.js';
import type { Refused } from '../lead/values/checked.rules.js';
import { normaliseText } from '../lead/values/text.rules.js';
import { budgetErrors } from './budget.errors.js';
import type { BudgetRecord, BudgetTerms } from './budget.js';
import { acceptCurrency, fromMinor, toMinor } from './money/minor-units.rules.js';

/**
 * A new budget's currency and terms.
 * @throws DomainError `LEAD.BUDGET_INVALID`
 */
export function acceptBudget(stated: CreateBudget): BudgetTerms & { readonly currency: string } {
  const currency = acceptCurrency(stated.currency);
  if (!currency.ok) throw invalid('currency', currency);
  const { name, overdraftLimit } = stated;
  const terms = { name: acceptName(name), overdraftMinor: acceptLimit(overdraftLimit, currency.value) };
  return { ...terms, currency: currency.value, status: 'active' };
}

/**
 * The terms after a change, what was not stated as before.
 * @throws DomainError `LEAD.BUDGET_INVALID`, `LEAD.BUDGET_OVERDRAWN` when the balance is further below zero already than the new limit
 */
export function acceptTerms(before: BudgetRecord, { name, overdraftLimit, status = before.status }: PatchBudget): BudgetTerms {
  const { currency, balanceMinor } = before;
  const overdraftMinor = overdraftLimit === undefined ? before.overdraftMinor : acceptLimit(overdraftLimit, currency);
  if (balanceMinor < -overdraftMinor)
    throw budgetErrors.BUDGET_OVERDRAWN({ extra: { balance: { amount: fromMinor(balanceMinor, currency), currency } } });
  return { name: name === undefined ? before.name : acceptName(name), overdraftMinor, status };
}

/** What another version says differently. */
export function changesOf(before: BudgetRecord | undefined, after: BudgetRecord): FieldChange[] {
  const [was, is] = [before && termsShown(before), termsShown(after)];
  return Object.entries(is)
    .map(([field, value]) => ({ field, before: was?.[field] ?? null, after: value }))
    .filter((change) => change.before !== change.after);
}

function termsShown({ name, currency, status, overdraftMinor }: BudgetRecord): Record<string, string> {
  return { name, currency, status, overdraftLimit: fromMinor(overdraftMinor, currency) };
}

function acceptName(text: string): string {
  const name = normaliseText(text, 200);
  if (!name.ok) throw invalid('name', name);
  if (name.value === null) throw invalid('name', { code: 'text.blank', message: 'Says nothing.' });
  return name.value;
}

function acceptLimit(text: string, currency: string): bigint {
  const limit = toMinor(text, currency);
  if (!limit.ok) throw invalid('overdraftLimit', limit);
  if (limit.value < 0n) throw invalid('overdraftLimit', { code: 'amount.negative', message: 'A limit is zero or above.' });
  return limit.value;
}

function invalid(path: string, { code, message }: Pick<Refused, 'code' | 'message'>): DomainError {
  return budgetErrors.BUDGET_INVALID({ errors: [{ path, code, message }] });
}

/** As the API shows it. */
export function presentBudget(budget: BudgetRecord): Budget {
  const { budgetId, version, name, currency, status, overdraftMinor, balanceMinor, head, createdAt, updatedAt } = budget;
  return {
    id: budgetId,
    version,
    name,
    currency,
    status,
    overdraftLimit: fromMinor(overdraftMinor, currency),
    balance: fromMinor(balanceMinor, currency),
    available: fromMinor(balanceMinor + overdraftMinor, currency),
    entries: head?.sequence ?? 0,
    createdAt: createdAt.toISOString(),
    updatedAt: updatedAt.toISOString(),
  };
}
