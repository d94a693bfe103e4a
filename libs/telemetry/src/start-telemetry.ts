import { context, trace } from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { resourceFromAttributes } from '@opentelemetry/resources';
import {
  BatchSpanProcessor,
  ParentBasedSampler,
  type SpanProcessor,
  TraceIdRatioBasedSampler,
  TracerProvider,
} from '@opentelemetry/sdk-trace';
import { ATTR_SERVICE_NAME } from '@opentelemetry/semantic-conventions';
import type { LevelWithSilent } from 'pino';
import { exportFailed, reportExportFailures } from './export-failures.js';
import { configureLogger } from './logger.js';
import { observeProcess } from './process-metrics.js';
import { recordSpansWith } from './spans.js';
import { TraceFileExporter } from './trace-file-exporter.js';

export interface TelemetryOptions {
  /** Name of the app; on every span and log line. */
  readonly service: string;
  /** Base URL of an OTLP/HTTP collector, for example `http://127.0.0.1:4318`. */
  readonly otlpEndpoint?: string | undefined;
  /** File that spans are appended to, one OTLP JSON request a line; `npm run trace` reads it. */
  readonly traceFile?: string | undefined;
  /** `info` when left out. */
  readonly logLevel?: LevelWithSilent;
  /** Share of new traces that is recorded, 0 to 1 (default 1); a trace begun elsewhere keeps its sender's choice. */
  readonly sampleRatio01?: number;
  /** Where log lines go instead of standard output. */
  readonly logTo?: { write(line: string): void };
}

export interface Telemetry {
  /** Sends what is buffered and stops tracing; never fails. Log lines are never buffered. */
  shutdown(): Promise<void>;
}

/** Spans wait at most this long before they are exported. */
const EXPORT_DELAY_MS = 1_000;
/** Spans beyond this are dropped rather than kept in memory. */
const MAX_QUEUED_SPANS = 8_192;
/** An unreachable collector holds up a stop for no longer than this. */
const EXPORT_TIMEOUT_MS = 3_000;

/** Starts tracing, logging and process metrics; the first thing an app does. */
export function startTelemetry(options: TelemetryOptions): Telemetry {
  configureLogger({ service: options.service, level: options.logLevel ?? 'info', ...(options.logTo && { destination: options.logTo }) });
  reportExportFailures();
  observeProcess();
  const provider = new TracerProvider({
    resource: resourceFromAttributes({ [ATTR_SERVICE_NAME]: options.service, 'process.pid': process.pid }),
    sampler: new ParentBasedSampler({ root: new TraceIdRatioBasedSampler(options.sampleRatio01 ?? 1) }),
    spanProcessors: spanProcessors(options),
  });
  context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
  trace.setGlobalTracerProvider(provider);
  recordSpansWith(provider);
  return {
    shutdown: async () => {
      await provider.shutdown().catch(exportFailed);
      trace.disable();
      context.disable();
      recordSpansWith(trace);
    },
  };
}

function spanProcessors({ otlpEndpoint, traceFile }: TelemetryOptions): SpanProcessor[] {
  const exporters = [
    ...(traceFile ? [new TraceFileExporter(traceFile)] : []),
    ...(otlpEndpoint
      ? [new OTLPTraceExporter({ url: `${otlpEndpoint.replace(/\/$/, '')}/v1/traces`, timeoutMillis: EXPORT_TIMEOUT_MS })]
      : []),
  ];
  return exporters.map(
    (exporter) =>
      new BatchSpanProcessor({
        exporter,
        scheduledDelayMillis: EXPORT_DELAY_MS,
        exportTimeoutMillis: EXPORT_TIMEOUT_MS,
        maxQueueSize: MAX_QUEUED_SPANS,
      }),
  );
}
