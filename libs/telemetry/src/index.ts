export { type TelemetryConfig, telemetryConfig } from './config.js';
export { type ErrorFields, errorFields, errorType } from './error-fields.js';
export { configureLogger, type LogFields, type Logger, type LoggerOptions, logger } from './logger.js';
export {
  type Counter,
  type DeclaredMetric,
  declaredMetrics,
  DURATION_BUCKETS_S,
  type Histogram,
  type HistogramDeclaration,
  type Labels,
  type MetricDeclaration,
  meter,
} from './metrics.js';
export { PROMETHEUS_CONTENT_TYPE, prometheusText } from './prometheus.js';
export type { Attributes, Context, Span } from '@opentelemetry/api';
export {
  contextFromTraceparent,
  currentTraceparent,
  failSpan,
  isInTrace,
  isRecorded,
  runInSpan,
  runInTrace,
  type SpanOptions,
  spanFromTraceparent,
  startSpan,
  traceparentOf,
  withSpan,
} from './spans.js';
export { startTelemetry, type Telemetry, type TelemetryOptions } from './start-telemetry.js';
