import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';

/** One span as the apps write it, with the service it ran in. */
export interface TraceSpan {
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId: string | undefined;
  readonly name: string;
  readonly service: string;
  /** Since the Unix epoch. */
  readonly startNs: bigint;
  readonly endNs: bigint;
  readonly failed: boolean;
  readonly attributes: Readonly<Record<string, string>>;
}

interface OtlpAttribute {
  readonly key: string;
  readonly value: Readonly<Record<string, unknown>>;
}

interface OtlpSpan {
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId?: string;
  readonly name: string;
  readonly startTimeUnixNano: string;
  readonly endTimeUnixNano: string;
  readonly status?: { readonly code?: number };
  readonly attributes?: readonly OtlpAttribute[];
}

interface OtlpRequest {
  readonly resourceSpans: readonly {
    readonly resource: { readonly attributes: readonly OtlpAttribute[] };
    readonly scopeSpans: readonly { readonly spans: readonly OtlpSpan[] }[];
  }[];
}

/** OTLP `STATUS_CODE_ERROR`. */
const STATUS_ERROR = 2;

/** Spans of one line; none when the line is torn, as the last one of a killed app may be. */
export function spansOfLine(line: string): TraceSpan[] {
  let request: OtlpRequest;
  try {
    request = JSON.parse(line) as OtlpRequest;
  } catch {
    return [];
  }
  return request.resourceSpans.flatMap(({ resource, scopeSpans }) => {
    const service = textsOf(resource.attributes)['service.name'] ?? '?';
    return scopeSpans.flatMap(({ spans }) => spans.map((span) => spanOf(span, service)));
  });
}

/** Spans of the lines that hold `text`, from every file; all of them for an empty text. */
export async function* spansHolding(files: readonly string[], text: string): AsyncGenerator<TraceSpan> {
  for (const file of files) {
    for await (const line of createInterface({ input: createReadStream(file), crlfDelay: Infinity })) {
      if (line.includes(text)) yield* spansOfLine(line);
    }
  }
}

function spanOf(span: OtlpSpan, service: string): TraceSpan {
  return {
    traceId: span.traceId,
    spanId: span.spanId,
    parentSpanId: span.parentSpanId || undefined,
    name: span.name,
    service,
    startNs: BigInt(span.startTimeUnixNano),
    endNs: BigInt(span.endTimeUnixNano),
    failed: span.status?.code === STATUS_ERROR,
    attributes: textsOf(span.attributes ?? []),
  };
}

function textsOf(attributes: readonly OtlpAttribute[]): Record<string, string> {
  return Object.fromEntries(attributes.map(({ key, value }) => [key, String(Object.values(value)[0])]));
}
