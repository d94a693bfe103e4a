import { z } from 'zod';
import { defineRoute } from '../../define-route.js';
import {
  BUDGET_ENTRY_KINDS,
  budget,
  budgetBalance,
  budgetEntry,
  budgetReconciliation,
  createBudgetBody,
  createBudgetEntryBody,
  patchBudgetBody,
  reverseBudgetEntryBody,
} from './budget.js';
import { fieldChange } from './lead-audit.routes.js';
import { pageQuery } from './lead.js';

const budgetParams = z.strictObject({ id: z.uuid() });
const entryParams = z.strictObject({ id: z.uuid(), sequence: z.coerce.number().int().min(1).max(2_147_483_647) });
const instant = z.iso.datetime({ offset: true });

const bookingErrors = [
  'LEAD.BUDGET_NOT_FOUND',
  'LEAD.BUDGET_CLOSED',
  'LEAD.BUDGET_ENTRY_INVALID',
  'LEAD.BUDGET_OVERDRAWN',
  'LEAD.BUDGET_OVERFLOW',
  'LEAD.BUDGET_REFERENCE_TAKEN',
] as const;

export const createBudget = defineRoute({
  operation: 'createBudget',
  owner: 'lead',
  method: 'POST',
  path: '/v1/budgets',
  summary: 'Open a budget in one currency, with a ledger that is empty.',
  scope: 'tenant:write',
  rateClass: 'write',
  body: createBudgetBody,
  success: { status: 201, body: budget },
  errors: ['LEAD.BUDGET_INVALID'],
});

export const readBudget = defineRoute({
  operation: 'readBudget',
  owner: 'lead',
  method: 'GET',
  path: '/v1/budgets/:id',
  summary: 'A budget with its balance; the version is the ETag.',
  scope: 'leads:read',
  rateClass: 'read',
  params: budgetParams,
  success: { status: 200, body: budget },
  errors: ['LEAD.BUDGET_NOT_FOUND'],
});

export const listBudgets = defineRoute({
  operation: 'listBudgets',
  owner: 'lead',
  method: 'GET',
  path: '/v1/budgets',
  summary: 'Budgets, latest first.',
  scope: 'leads:read',
  rateClass: 'read',
  query: z.strictObject(pageQuery),
  success: { status: 200, body: z.object({ items: z.array(budget), nextCursor: z.string().nullable() }).meta({ id: 'BudgetPage' }) },
});

export const patchBudget = defineRoute({
  operation: 'patchBudget',
  owner: 'lead',
  method: 'PATCH',
  path: '/v1/budgets/:id',
  summary: 'Rename a budget, let it go further below zero or not so far, close or open it.',
  scope: 'tenant:write',
  rateClass: 'write',
  params: budgetParams,
  body: patchBudgetBody,
  ifMatch: true,
  success: { status: 200, body: budget },
  errors: ['LEAD.BUDGET_NOT_FOUND', 'LEAD.BUDGET_STALE', 'LEAD.BUDGET_INVALID', 'LEAD.BUDGET_OVERDRAWN'],
});

/** Who changed a budget, from what to what; its entries are no changes of it. */
export const budgetChange = z
  .object({
    /** After the change. */
    version: z.int().min(1),
    /** `before` is null when the budget was opened. */
    changes: z.array(fieldChange),
    actor: z.object({ kind: z.string(), id: z.string() }),
    requestId: z.string(),
    recordedAt: z.iso.datetime(),
  })
  .meta({ id: 'BudgetChange' });
export type BudgetChange = z.infer<typeof budgetChange>;

export const listBudgetChanges = defineRoute({
  operation: 'listBudgetChanges',
  owner: 'lead',
  method: 'GET',
  path: '/v1/budgets/:id/history',
  summary: 'Every change of name, limit and status, latest first.',
  scope: 'leads:read',
  rateClass: 'read',
  params: budgetParams,
  query: z.strictObject(pageQuery),
  success: {
    status: 200,
    body: z.object({ items: z.array(budgetChange), nextCursor: z.string().nullable() }).meta({ id: 'BudgetChangePage' }),
  },
  errors: ['LEAD.BUDGET_NOT_FOUND'],
});

export const readBudgetBalance = defineRoute({
  operation: 'readBudgetBalance',
  owner: 'lead',
  method: 'GET',
  path: '/v1/budgets/:id/balance',
  summary: 'What a budget came to at an instant; now unless said.',
  scope: 'leads:read',
  rateClass: 'read',
  params: budgetParams,
  query: z.strictObject({ asOf: instant.optional() }),
  success: { status: 200, body: budgetBalance },
  errors: ['LEAD.BUDGET_NOT_FOUND'],
});

export const createBudgetEntry = defineRoute({
  operation: 'createBudgetEntry',
  owner: 'lead',
  method: 'POST',
  path: '/v1/budgets/:id/entries',
  summary: 'Book an amount. A `reference` that is booked already gives the first entry again, or 409 when it says something else.',
  scope: 'leads:write',
  rateClass: 'write',
  params: budgetParams,
  body: createBudgetEntryBody,
  success: { status: 201, body: budgetEntry },
  errors: [...bookingErrors, 'LEAD.BUDGET_CURRENCY'],
});

export const reverseBudgetEntry = defineRoute({
  operation: 'reverseBudgetEntry',
  owner: 'lead',
  method: 'POST',
  path: '/v1/budgets/:id/entries/:sequence/reverse',
  summary: 'Correct an entry by its opposite, once. Nothing else corrects one.',
  scope: 'leads:write',
  rateClass: 'write',
  params: entryParams,
  body: reverseBudgetEntryBody,
  success: { status: 201, body: budgetEntry },
  errors: [...bookingErrors, 'LEAD.BUDGET_ENTRY_NOT_FOUND', 'LEAD.BUDGET_ENTRY_REVERSED', 'LEAD.BUDGET_REVERSAL_FINAL'],
});

export const readBudgetEntry = defineRoute({
  operation: 'readBudgetEntry',
  owner: 'lead',
  method: 'GET',
  path: '/v1/budgets/:id/entries/:sequence',
  summary: 'One entry of a ledger.',
  scope: 'leads:read',
  rateClass: 'read',
  params: entryParams,
  success: { status: 200, body: budgetEntry },
  errors: ['LEAD.BUDGET_NOT_FOUND', 'LEAD.BUDGET_ENTRY_NOT_FOUND'],
});

export const listBudgetEntriesQuery = z.strictObject({
  ...pageQuery,
  kind: z.enum(BUDGET_ENTRY_KINDS).optional(),
  'recordedAt.gte': instant.optional(),
  'recordedAt.lt': instant.optional(),
});
export type ListBudgetEntriesQuery = z.infer<typeof listBudgetEntriesQuery>;

export const listBudgetEntries = defineRoute({
  operation: 'listBudgetEntries',
  owner: 'lead',
  method: 'GET',
  path: '/v1/budgets/:id/entries',
  summary: 'Entries of a ledger, latest first.',
  scope: 'leads:read',
  rateClass: 'read',
  params: budgetParams,
  query: listBudgetEntriesQuery,
  success: {
    status: 200,
    body: z.object({ items: z.array(budgetEntry), nextCursor: z.string().nullable() }).meta({ id: 'BudgetEntryPage' }),
  },
  errors: ['LEAD.BUDGET_NOT_FOUND'],
});

export const reconcileBudget = defineRoute({
  operation: 'reconcileBudget',
  owner: 'lead',
  method: 'GET',
  path: '/v1/budgets/:id/reconciliation',
  summary: 'Count a ledger again, entry by entry: finds what was altered, removed, put in or moved. 50,000 entries a call.',
  scope: 'leads:read',
  rateClass: 'read',
  params: budgetParams,
  query: z.strictObject({
    /** `nextAfter` of the call before. */
    after: z.coerce.number().int().min(0).max(2_147_483_647).default(0),
  }),
  success: { status: 200, body: budgetReconciliation },
  errors: ['LEAD.BUDGET_NOT_FOUND'],
});

export const budgetRoutes = [
  createBudget,
  readBudget,
  listBudgets,
  patchBudget,
  listBudgetChanges,
  readBudgetBalance,
  createBudgetEntry,
  reverseBudgetEntry,
  readBudgetEntry,
  listBudgetEntries,
  reconcileBudget,
] as const;
