import {
  type Attributes,
  type Context,
  context,
  isSpanContextValid,
  type Link,
  ROOT_CONTEXT,
  type Span,
  type SpanContext,
  SpanKind,
  SpanStatusCode,
  type TimeInput,
  trace,
  TraceFlags,
  type TracerProvider,
} from '@opentelemetry/api';
import { parseTraceParent } from '@opentelemetry/core';
import { errorType } from './error-fields.js';

export interface SpanOptions {
  /** Which end of a call the span stands for; `internal` when left out. */
  readonly kind?: 'internal' | 'server' | 'client' | 'producer' | 'consumer';
  /** A `traceparent` header, or a context; the ambient span when left out. An unusable header begins a new trace. */
  readonly parent?: string | Context | undefined;
  /** `traceparent` headers of other traces that led here, for example of each event in a batch. */
  readonly links?: readonly (string | undefined)[];
  readonly startTime?: TimeInput;
}

const KINDS = {
  internal: SpanKind.INTERNAL,
  server: SpanKind.SERVER,
  client: SpanKind.CLIENT,
  producer: SpanKind.PRODUCER,
  consumer: SpanKind.CONSUMER,
} as const;

let tracer = trace.getTracer('leadstream');

/** Until telemetry is started, and after its end, spans are recorded nowhere. */
export function recordSpansWith(provider: Pick<TracerProvider, 'getTracer'>): void {
  tracer = provider.getTracer('leadstream');
}

/**
 * Runs `work` inside a span that ends with it; a failure marks the span with the error's code, never with its text. Within a trace that
 * is not recorded `work` runs in its parent's.
 * @param attributes ids and words of closed sets; no personal data
 */
export async function withSpan<T>(
  name: string,
  attributes: Attributes,
  work: (span: Span) => Promise<T> | T,
  options: SpanOptions = {},
): Promise<T> {
  const parent = parentContext(options);
  const unrecorded = unrecordedSpan(parent);
  if (unrecorded) return options.parent === undefined ? work(unrecorded) : context.with(parent, work, undefined, unrecorded);
  const span = startSpan(name, attributes, { ...options, parent });
  try {
    return await context.with(trace.setSpan(parent, span), work, undefined, span);
  } catch (error) {
    failSpan(span, error);
    throw error;
  } finally {
    span.end();
  }
}

/** Starts a span that the caller ends; for edges whose work is not one function. Within a trace that is not recorded it is its parent. */
export function startSpan(name: string, attributes: Attributes, options: SpanOptions = {}): Span {
  const parent = parentContext(options);
  const unrecorded = unrecordedSpan(parent);
  if (unrecorded) return unrecorded;
  const links = options.links?.map(spanContextOf).filter((found) => found !== undefined);
  return tracer.startSpan(
    name,
    {
      kind: KINDS[options.kind ?? 'internal'],
      attributes,
      ...(links && { links: links.map((found): Link => ({ context: found })) }),
      ...(options.startTime !== undefined && { startTime: options.startTime }),
    },
    parent,
  );
}

/** Starts a span below the sender's span; the caller ends it. */
export function spanFromTraceparent(
  traceparent: string | undefined,
  name: string,
  attributes: Attributes,
  options: Omit<SpanOptions, 'parent'> = {},
): Span {
  return startSpan(name, attributes, { ...options, parent: contextFromTraceparent(traceparent) });
}

/** Runs `work` with `span` as the ambient span; the caller still ends it. */
export function runInSpan<T>(span: Span, work: () => T): T {
  return context.with(trace.setSpan(context.active(), span), work);
}

/** Runs `work` as part of the sender's trace without a span of its own; so what it publishes names that trace. */
export function runInTrace<T>(traceparent: string | undefined, work: () => T): T {
  return context.with(contextFromTraceparent(traceparent), work);
}

/** Whether the sender records its trace, and so whether spans below it are kept; true for a new trace, which decides for itself. */
export function isRecorded(traceparent: string | undefined): boolean {
  const flags = traceparent === undefined ? TraceFlags.SAMPLED : Number.parseInt(traceparent.slice(-2), 16);
  return (flags & TraceFlags.SAMPLED) !== 0;
}

/** Marks the span as failed with the error's code. */
export function failSpan(span: Span, error: unknown): void {
  span.setAttribute('error.type', errorType(error));
  span.setStatus({ code: SpanStatusCode.ERROR });
}

/** W3C `traceparent` of the ambient span, to be sent with calls and events; undefined outside of a trace. */
export function currentTraceparent(): string | undefined {
  const span = trace.getSpanContext(context.active());
  return span && isSpanContextValid(span) ? traceparentOf(span) : undefined;
}

/** Whether there is an ambient span, recorded or not: what `currentTraceparent` tells, without writing it out. */
export function isInTrace(): boolean {
  const span = trace.getSpanContext(context.active());
  return span !== undefined && isSpanContextValid(span);
}

/** The sender's span as a parent; an empty context (so, a new trace) when the header is absent or malformed. */
export function contextFromTraceparent(traceparent: string | undefined): Context {
  const span = spanContextOf(traceparent);
  return span ? trace.setSpanContext(ROOT_CONTEXT, span) : ROOT_CONTEXT;
}

/** `00-<trace id>-<span id>-<flags>`, W3C Trace Context level 1. */
export function traceparentOf({ traceId, spanId, traceFlags }: SpanContext): string {
  return `00-${traceId}-${spanId}-${traceFlags.toString(16).padStart(2, '0')}`;
}

/** The span of a context whose trace is not recorded: what goes on below it needs no ids of its own. */
function unrecordedSpan(parent: Context): Span | undefined {
  const span = trace.getSpan(parent);
  const found = span?.spanContext();
  return found && isSpanContextValid(found) && (found.traceFlags & TraceFlags.SAMPLED) === 0 ? span : undefined;
}

function parentContext({ parent }: SpanOptions): Context {
  if (parent === undefined) return context.active();
  return typeof parent === 'string' ? contextFromTraceparent(parent) : parent;
}

function spanContextOf(traceparent: string | undefined): SpanContext | undefined {
  const span = traceparent === undefined ? null : parseTraceParent(traceparent);
  return span ? { ...span, isRemote: true } : undefined;
}
