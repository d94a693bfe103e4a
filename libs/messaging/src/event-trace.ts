import type { Tx } from '@leadstream/persistence';

/** An event and the W3C trace context that it came with. */
export interface TracedEvent {
  readonly event: object;
  readonly traceparent: string | undefined;
}

type Traces = readonly TracedEvent[] | ReadonlyMap<object, string | undefined>;

const tracesOf = new WeakMap<Tx, Traces>();

/** Remembers which traces the events belong to that are handled in `tx`; the events themselves stay plain data. */
export function rememberTraces(tx: Tx, events: readonly TracedEvent[]): void {
  tracesOf.set(tx, events);
}

/** W3C trace context that the event came with; undefined for one that is not handled in `tx`. */
export function eventTraceparent(tx: Tx, event: object): string | undefined {
  const traces = tracesOf.get(tx);
  if (traces === undefined) return undefined;
  if ('get' in traces) return traces.get(event);
  // Most handlers never ask: only the first question is worth an index.
  const byEvent = new Map(traces.map((traced) => [traced.event, traced.traceparent]));
  tracesOf.set(tx, byEvent);
  return byEvent.get(event);
}
