const traceparents = new WeakMap<object, string>();

/** Remembers which trace a decoded event belongs to; the event itself stays plain data. */
export function rememberTrace(event: object, traceparent: string | undefined): void {
  if (traceparent !== undefined) traceparents.set(event, traceparent);
}

/** W3C trace context that the event came with. */
export function eventTraceparent(event: object): string | undefined {
  return traceparents.get(event);
}
