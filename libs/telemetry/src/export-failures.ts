import { diag, DiagLogLevel } from '@opentelemetry/api';
import { setGlobalErrorHandler } from '@opentelemetry/core';
import { maskValues } from './error-fields.js';
import { logger } from './logger.js';
import { meter } from './metrics.js';

/** A collector that is down fails every batch; one line a minute tells it. */
const QUIET_MS = 60_000;

const exportFailures = meter('leadstream.telemetry').counter('telemetry.export.failures', {
  unit: '{failure}',
  description: 'Batches of spans that could not be delivered.',
});

const log = logger('telemetry');
let lastToldAt = Number.NEGATIVE_INFINITY;

/** Makes the SDK's own complaints part of our log; the first one of what is started now is told at once. */
export function reportExportFailures(): void {
  lastToldAt = Number.NEGATIVE_INFINITY;
  const ignored = () => undefined;
  const complain = (message: string) => tell({ reason: maskValues(message) });
  setGlobalErrorHandler(exportFailed);
  diag.setLogger(
    { error: complain, warn: complain, info: ignored, debug: ignored, verbose: ignored },
    { logLevel: DiagLogLevel.WARN, suppressOverrideMessage: true },
  );
}

/** Spans could not be delivered; work goes on without. */
export function exportFailed(error: unknown): void {
  exportFailures.add(1, {});
  tell({ error });
}

function tell(fields: Readonly<Record<string, unknown>>): void {
  const now = performance.now();
  if (now - lastToldAt < QUIET_MS) return;
  lastToldAt = now;
  log.warn('telemetry_degraded', fields);
}
