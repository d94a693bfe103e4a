import type { GatewayClient } from './gateway-client.ts';
import type { FindLead } from './sample-business.ts';

/** Follows its leads: whoever states a budget, is being talked to, and may be written to as far as anybody knows. */
export const SAMPLE_DYNAMIC_SEGMENT = {
  name: 'Buyers in conversation',
  kind: 'dynamic',
  filter: {
    and: [
      { field: 'status', operator: 'in', value: ['contacted', 'engaged', 'qualified'] },
      { field: 'budget.max', operator: 'is-not-empty' },
      { field: 'doNotContact.email', operator: 'ne', value: true },
    ],
  },
} as const;

/** A list of guests, by their external ids. */
export const SAMPLE_STATIC_SEGMENT = { name: 'Harbour villa, open house', kind: 'static' } as const;
export const SAMPLE_GUESTS = ['SAMPLE-HOT', 'SAMPLE-WARM'] as const;

interface Named {
  readonly id: string;
  readonly name: string;
}

/** May be repeated: a segment is known by its name, and whoever is in it stays in it. */
export async function addSampleSegments(client: GatewayClient, find: FindLead): Promise<void> {
  const { items } = await client.get<{ readonly items: readonly Named[] }>('/v1/segments?limit=200');
  const made = async (segment: Pick<Named, 'name'>): Promise<Named> =>
    items.find(({ name }) => name === segment.name) ?? (await client.post<Named>('/v1/segments', segment));
  await made(SAMPLE_DYNAMIC_SEGMENT);
  const { id } = await made(SAMPLE_STATIC_SEGMENT);
  await client.post(`/v1/segments/${id}/members`, { add: await Promise.all(SAMPLE_GUESTS.map(find)) });
}
