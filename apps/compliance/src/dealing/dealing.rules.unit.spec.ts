import { expect, it } from '@jest/globals';
import { type DealEvent, takeDeals } from './dealing.rules.js';

const closedAt = '2026-11-01T12:00:00.000Z';
const event = (type: DealEvent['type'], dealId: string, data: { probability: number; closedAt: string | null }) =>
  ({ type, data: { dealId, leadId: 'lead', ...data } }) as unknown as DealEvent;
const won = { probability: 100, closedAt };

it('takes a deal that was won for a purchase, and none that was lost, opened again or deleted', () => {
  const { purchases, others } = takeDeals([
    event('deal.closed', 'won', won),
    event('deal.closed', 'lost', { probability: 0, closedAt }),
    event('deal.closed', 'opened', won),
    event('deal.stage-changed', 'opened', { probability: 60, closedAt: null }),
    event('deal.deleted', 'deleted', won),
    event('deal.restored', 'restored', won),
  ]);
  expect(purchases).toEqual(
    ['won', 'restored'].map((sourceId) => ({ sourceId, leadId: 'lead', kind: 'purchase', dealtAt: new Date(closedAt) })),
  );
  expect(others).toEqual(['lost', 'opened', 'deleted']);
});
