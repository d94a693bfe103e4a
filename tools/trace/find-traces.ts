import { spansHolding, type TraceSpan } from './trace-lines.ts';

/** What to look for: one trace, everything that names an id (of a lead, a request, ...), or what began last. */
export type Wanted = { readonly traceId: string } | { readonly id: string } | 'last';

/** Traces that fit, by their first span, oldest first; spans of each in any order. */
export async function findTraces(files: readonly string[], wanted: Wanted): Promise<TraceSpan[][]> {
  const ids = await traceIds(files, wanted);
  const traces = await Promise.all(ids.map((id) => spansOf(files, id)));
  return traces.filter((spans) => spans.length > 0).sort((a, b) => Number(begin(a) - begin(b)));
}

async function traceIds(files: readonly string[], wanted: Wanted): Promise<string[]> {
  if (wanted === 'last') return lastTraceId(files);
  if ('traceId' in wanted) return [wanted.traceId.toLowerCase()];
  const found = new Set<string>();
  for await (const { traceId, attributes } of spansHolding(files, wanted.id)) {
    if (Object.values(attributes).includes(wanted.id)) found.add(traceId);
  }
  return [...found];
}

async function lastTraceId(files: readonly string[]): Promise<string[]> {
  let last: TraceSpan | undefined;
  for await (const span of spansHolding(files, '')) {
    if (span.parentSpanId === undefined && (!last || span.startNs > last.startNs)) last = span;
  }
  return last ? [last.traceId] : [];
}

async function spansOf(files: readonly string[], traceId: string): Promise<TraceSpan[]> {
  const spans: TraceSpan[] = [];
  for await (const span of spansHolding(files, traceId)) if (span.traceId === traceId) spans.push(span);
  return spans;
}

const begin = (spans: readonly TraceSpan[]) =>
  spans.reduce((first, { startNs }) => (startNs < first ? startNs : first), spans[0]?.startNs ?? 0n);
