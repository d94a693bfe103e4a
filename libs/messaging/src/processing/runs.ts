import type { Delivery } from './decode-records.js';
import type { Handler } from '../consumer/handler-table.js';

/** Events that one call of one handler takes. */
export interface Run {
  readonly handler: Handler;
  readonly deliveries: Delivery[];
}

/**
 * Cuts events into few handler calls. Events of one aggregate keep their order; an event may join an earlier call of its
 * handler when nothing later was planned for its aggregate, so that alternating types still make large batches.
 */
export function planRuns(deliveries: readonly Delivery[]): Run[] {
  const [first] = deliveries;
  if (first?.handler.delivery === 'batch' && deliveries.every(({ handler }) => handler === first.handler)) {
    return [{ handler: first.handler, deliveries: [...deliveries] }];
  }
  const runs: Run[] = [];
  const lastOfHandler = new Map<Handler, number>();
  const lastOfAggregate = new Map<string, number>();
  for (const delivery of deliveries) {
    const { handler, event } = delivery;
    const earliest = lastOfAggregate.get(event.subject) ?? 0;
    let at = lastOfHandler.get(handler);
    if (handler.delivery === 'single' || at === undefined || at < earliest) {
      at = runs.push({ handler, deliveries: [] }) - 1;
      lastOfHandler.set(handler, at);
    }
    runs[at]?.deliveries.push(delivery);
    lastOfAggregate.set(event.subject, at);
  }
  return runs;
}
