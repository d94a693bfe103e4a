import { randomUUID } from 'node:crypto';
import type { Budget, BudgetEntry, BudgetReconciliation } from '@leadstream/contracts';
import type { LeadApp } from './lead-app.js';
import type { Problem, TenantClient } from './tenant-client.js';

/** A tenant's member who may open budgets and book to them. */
export function treasurer(app: LeadApp, tenantId?: string): TenantClient {
  return app.as(tenantId, ['leads:read', 'leads:write', 'tenant:write']);
}

/** Opens a budget that is accepted. */
export async function open(tenant: TenantClient, more: object = {}): Promise<Budget> {
  return (await tenant.post<Budget>('/v1/budgets', { name: 'Paid search', currency: 'EUR', ...more })).body;
}

export function book(tenant: TenantClient, { id, currency }: Budget, kind: string, amount: string, more: object = {}) {
  return tenant.post<BudgetEntry & Problem>(`/v1/budgets/${id}/entries`, { kind, amount: { amount, currency }, ...more });
}

export async function readBack(tenant: TenantClient, { id }: Budget): Promise<Budget> {
  return (await tenant.get<Budget>(`/v1/budgets/${id}`)).body;
}

/** Every entry, first one first. */
export async function ledgerOf(tenant: TenantClient, { id }: Budget): Promise<BudgetEntry[]> {
  const { body } = await tenant.get<{ items: BudgetEntry[] }>(`/v1/budgets/${id}/entries?limit=1000`);
  return body.items.toReversed();
}

export async function reconcile(tenant: TenantClient, { id }: Budget, after = 0): Promise<BudgetReconciliation> {
  return (await tenant.get<BudgetReconciliation>(`/v1/budgets/${id}/reconciliation?after=${after}`)).body;
}

export const idempotencyKey = (): Record<string, string> => ({ 'idempotency-key': randomUUID() });
