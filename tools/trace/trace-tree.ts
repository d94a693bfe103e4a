import type { TraceSpan } from './trace-lines.ts';

const NS_PER_MS = 1e6;

/**
 * The spans of one trace as an indented tree: start within the trace, length, service, name. A span whose parent was not recorded stands at
 * the top. Times of different machines are as far apart as their clocks.
 */
export function traceTree(spans: readonly TraceSpan[]): string {
  const ordered = [...spans].sort((a, b) => Number(a.startNs - b.startNs));
  const first = ordered[0];
  if (!first) return 'No spans.';
  const beginNs = first.startNs;
  const known = new Set(ordered.map(({ spanId }) => spanId));
  const roots = ordered.filter(({ parentSpanId }) => parentSpanId === undefined || !known.has(parentSpanId));
  const widest = Math.max(...ordered.map(({ service }) => service.length));
  const lines = roots.flatMap((root) => branch(root, 0));
  return [heading(first.traceId, ordered), ...lines].join('\n');

  function branch(span: TraceSpan, depth: number): string[] {
    const children = ordered.filter(({ parentSpanId }) => parentSpanId === span.spanId);
    return [lineOf(span, depth), ...children.flatMap((child) => branch(child, depth + 1))];
  }

  function lineOf(span: TraceSpan, depth: number): string {
    const offset = `+${milliseconds(span.startNs - beginNs)}`.padStart(10);
    const length = `${milliseconds(span.endNs - span.startNs)} ms`.padStart(11);
    const failure = span.failed ? `  failed: ${span.attributes['error.type'] ?? 'yes'}` : '';
    return `${offset} ${length}  ${span.service.padEnd(widest)}  ${'  '.repeat(depth)}${span.name}${failure}`;
  }
}

function heading(traceId: string, ordered: readonly TraceSpan[]): string {
  const services = new Set(ordered.map(({ service }) => service));
  const end = ordered.reduce((latest, { endNs }) => (endNs > latest ? endNs : latest), 0n);
  const lengthMs = milliseconds(end - (ordered[0]?.startNs ?? end));
  return `trace ${traceId}: ${ordered.length} spans, ${services.size} services, ${lengthMs} ms`;
}

function milliseconds(ns: bigint): string {
  return (Number(ns) / NS_PER_MS).toFixed(1);
}
