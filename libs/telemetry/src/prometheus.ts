import { PrometheusSerializer } from '@opentelemetry/exporter-prometheus';
import { scrapeReader } from './metrics.js';

const serializer = new PrometheusSerializer('', false, undefined, true, true);

export const PROMETHEUS_CONTENT_TYPE = 'text/plain; version=0.0.4; charset=utf-8';

/** All metrics of the process in the Prometheus text format. */
export async function prometheusText(): Promise<string> {
  const { resourceMetrics } = await scrapeReader.collect();
  return serializer.serialize(resourceMetrics);
}
