import { type Attributes, metrics, type ObservableResult, ValueType } from '@opentelemetry/api';
import { MeterProvider, MetricReader } from '@opentelemetry/sdk-metrics';

/** Labels of one metric: words of closed sets only, never a tenant, an address or an id. */
export type Labels = Readonly<Record<string, string>>;

export interface MetricDeclaration {
  /** UCUM unit as OpenTelemetry writes it: `s`, `By`, `{event}`, `1`. */
  readonly unit: string;
  readonly description: string;
}

export interface HistogramDeclaration extends MetricDeclaration {
  /** Upper bounds of the buckets, ascending, in the metric's unit. */
  readonly buckets?: readonly number[];
}

export interface Counter<L extends Labels> {
  add(amount: number, labels: L): void;
}

export interface Histogram<L extends Labels> {
  record(value: number, labels: L): void;
}

/** Bounds in seconds for durations of requests, messages and statements: 1 ms to 10 s. */
export const DURATION_BUCKETS_S = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10] as const;

class ScrapeReader extends MetricReader {
  protected override async onForceFlush(): Promise<void> {}
  protected override async onShutdown(): Promise<void> {}
}

/** Collected when somebody asks for the metrics; nothing runs in between. */
export const scrapeReader = new ScrapeReader();
const provider = new MeterProvider({ readers: [scrapeReader] });
metrics.setGlobalMeterProvider(provider);

/** A metric as it was declared, and as Prometheus names it (of a histogram: what stands before `_bucket`, `_sum` and `_count`). */
export interface DeclaredMetric {
  readonly name: string;
  readonly kind: 'counter' | 'upDownCounter' | 'histogram' | 'gauge';
  readonly prometheusName: string;
}

const declarations = new Map<string, DeclaredMetric>();

function note(name: string, kind: DeclaredMetric['kind']): string {
  const plain = name.replace(/[^A-Za-z0-9_]+/g, '_');
  declarations.set(name, { name, kind, prometheusName: kind === 'counter' ? `${plain}_total` : plain });
  return name;
}

/** Every metric that the modules imported so far declare, also those that have no value yet. */
export function declaredMetrics(): DeclaredMetric[] {
  return [...declarations.values()];
}

/**
 * Declares metrics of one library or service; called from its `metrics.ts`, at import.
 * @param scope `leadstream.<owner>`
 */
export function meter(scope: string) {
  const declared = provider.getMeter(scope);
  return {
    /** A total that only grows. */
    counter<L extends Labels = Record<string, never>>(name: string, declaration: MetricDeclaration): Counter<L> {
      return declared.createCounter<L & Attributes>(note(name, 'counter'), declaration);
    },
    /** A number of things present that the caller adds to and takes from. */
    upDownCounter<L extends Labels = Record<string, never>>(name: string, declaration: MetricDeclaration): Counter<L> {
      return declared.createUpDownCounter<L & Attributes>(note(name, 'upDownCounter'), declaration);
    },
    histogram<L extends Labels = Record<string, never>>(
      name: string,
      { buckets = DURATION_BUCKETS_S, ...declaration }: HistogramDeclaration,
    ): Histogram<L> {
      return declared.createHistogram<L & Attributes>(note(name, 'histogram'), {
        ...declaration,
        advice: { explicitBucketBoundaries: [...buckets] },
      });
    },
    /** A level that is read when the metrics are; `observe` may give several, each with its labels. */
    gauge<L extends Labels = Record<string, never>>(
      name: string,
      declaration: MetricDeclaration,
      observe: (result: ObservableResult<L & Attributes>) => void | Promise<void>,
    ): void {
      declared
        .createObservableGauge<L & Attributes>(note(name, 'gauge'), { ...declaration, valueType: ValueType.DOUBLE })
        .addCallback(observe);
    },
  };
}
