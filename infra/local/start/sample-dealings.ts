import type { GatewayClient } from './gateway-client.ts';

/** What one lead of the reference scenarios is to another, by their external ids. */
export const SAMPLE_RELATIONSHIPS = [
  { lead: 'SAMPLE-INVESTOR', type: 'referred', other: 'SAMPLE-HOT' },
  { lead: 'SAMPLE-HOT', type: 'referred', other: 'SAMPLE-COLD' },
  { lead: 'SAMPLE-WARM', type: 'works-with', other: 'SAMPLE-INVESTOR' },
] as const;

/** What the campaign that brought them may cost, and has cost. */
export const SAMPLE_BUDGET = { name: 'Waterfront campaign, autumn 2026', currency: 'USD', overdraftLimit: '500' } as const;
export const SAMPLE_ENTRIES = [
  { kind: 'allocation', amount: '12000.00', reference: 'SAMPLE-plan', note: 'Marketing plan, autumn' },
  { kind: 'spend', amount: '3150.75', reference: 'SAMPLE-search-09', note: 'Paid search, September' },
  { kind: 'spend', amount: '480.00', reference: 'SAMPLE-brochures', note: 'Brochures, Harbour villa' },
  { kind: 'refund', amount: '62.30', reference: 'SAMPLE-search-09-refund', note: 'Invalid clicks' },
] as const;

interface Named {
  readonly items: readonly { readonly id: string; readonly name: string }[];
}
interface Related {
  readonly items: readonly { readonly type: string; readonly leadId: string }[];
}

/** May be repeated: what is there already is left as it is. */
export async function addSampleRelationships(client: GatewayClient, find: (externalId: string) => Promise<string>): Promise<void> {
  for (const { lead, type, other } of SAMPLE_RELATIONSHIPS) {
    const [leadId, otherId] = [await find(lead), await find(other)];
    const { items } = await client.get<Related>(`/v1/leads/${leadId}/relationships`);
    if (items.some((known) => known.type === type && known.leadId === otherId)) continue;
    await client.post(`/v1/leads/${leadId}/relationships`, { type, leadId: otherId });
  }
}

/** May be repeated: a budget is known by its name, an entry by its reference. */
export async function addSampleBudget(client: GatewayClient): Promise<void> {
  const { items } = await client.get<Named>('/v1/budgets?limit=1000');
  const known = items.find(({ name }) => name === SAMPLE_BUDGET.name);
  const { id } = known ?? (await client.post<{ id: string }>('/v1/budgets', SAMPLE_BUDGET));
  for (const { amount, ...entry } of SAMPLE_ENTRIES) {
    await client.post(`/v1/budgets/${id}/entries`, { ...entry, amount: { amount, currency: SAMPLE_BUDGET.currency } });
  }
}
