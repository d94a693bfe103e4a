import type { dealClosedV1, dealDeletedV1, dealRestoredV1, dealStageChangedV1, EventOf, leadFormSubmittedV1 } from '@leadstream/contracts';
import type { EventOfAny } from '@leadstream/messaging';
import type { Dealing } from './dealing.js';

/** The events that say whether a deal is a purchase. */
export type DealEvent = EventOfAny<typeof dealClosedV1 | typeof dealStageChangedV1 | typeof dealDeletedV1 | typeof dealRestoredV1>;

/** What deals come to: purchases to keep, and deals that are none, or no more. */
export interface DealsTaken {
  readonly purchases: Dealing[];
  readonly others: string[];
}

/** @param events in the order of each deal's own; the last word on each counts */
export function takeDeals(events: readonly DealEvent[]): DealsTaken {
  const last = [...new Map(events.map((event) => [event.data.dealId, event])).values()];
  const purchases = last.flatMap((event) => purchaseIn(event) ?? []);
  const kept = new Set(purchases.map(({ sourceId }) => sourceId));
  return { purchases, others: last.map(({ data }) => data.dealId).filter((dealId) => !kept.has(dealId)) };
}

/** A deal that was won has a chance of 100 per cent, and is closed. */
function purchaseIn({ type, data }: DealEvent): Dealing | undefined {
  const { dealId: sourceId, leadId, probability, closedAt } = data;
  if (type === 'deal.deleted' || probability !== 100 || closedAt === null) return undefined;
  return { sourceId, leadId, kind: 'purchase', dealtAt: new Date(closedAt) };
}

/** A form that somebody sent is an inquiry, once for each submission. */
export function inquiriesIn(events: readonly EventOf<typeof leadFormSubmittedV1>[]): Dealing[] {
  const dealings = events.map(({ data }): Dealing => {
    const { submissionId: sourceId, leadId, submittedAt } = data;
    return { sourceId, leadId, kind: 'inquiry', dealtAt: new Date(submittedAt) };
  });
  return [...new Map(dealings.map((dealing) => [dealing.sourceId, dealing])).values()];
}
