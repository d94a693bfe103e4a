import { failSpan, isRecorded, runInSpan, runInTrace, startSpan } from '@leadstream/telemetry';
import type { Delivery } from './decode-records.js';

type Span = ReturnType<typeof startSpan>;

/** One span per recorded trace that the events came from, as child of the publisher's span; so a lead's trace shows every hop. */
export class EventSpans {
  readonly #spans = new Map<string | undefined, Span>();

  constructor(group: string, deliveries: readonly Delivery[]) {
    const recorded = deliveries.filter(({ traceparent }) => isRecorded(traceparent));
    for (const [traceparent, same] of Map.groupBy(recorded, (delivery) => delivery.traceparent)) {
      const [first] = same as [Delivery];
      const attributes = {
        'messaging.system': 'kafka',
        'messaging.operation.name': 'process',
        'messaging.destination.name': first.record.topic,
        'messaging.destination.partition.id': String(first.record.partition),
        'messaging.consumer.group.name': group,
        'messaging.batch.message_count': same.length,
        'leadstream.event.type': first.event.type,
      };
      this.#spans.set(traceparent, startSpan(`process ${group}`, attributes, { kind: 'consumer', parent: traceparent ?? '' }));
    }
  }

  /** Runs `work` in the trace of this event. */
  within<T>(delivery: Delivery, work: () => T): T {
    const span = this.#spans.get(delivery.traceparent);
    return span === undefined ? runInTrace(delivery.traceparent, work) : runInSpan(span, work);
  }

  end(error?: unknown): void {
    for (const span of this.#spans.values()) {
      if (error !== undefined) failSpan(span, error);
      span.end();
    }
  }
}
