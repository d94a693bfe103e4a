import { z } from 'zod';

/** Environment variables of telemetry; apps spread `telemetryConfig.shape` into their own schema. */
export const telemetryConfig = z.object({
  LOG_LEVEL: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent']).default('info'),
  /** Base URL of an OTLP/HTTP collector; spans are not sent when absent. */
  OTEL_EXPORTER_OTLP_ENDPOINT: z.url().optional(),
  /** File for OTLP JSON lines, read by `npm run trace`. */
  TRACE_FILE: z.string().min(1).optional(),
  /** Share of new traces that is recorded, 0 to 1. */
  TRACE_SAMPLE_RATIO: z.coerce.number().min(0).max(1).default(1),
});
export type TelemetryConfig = z.infer<typeof telemetryConfig>;
