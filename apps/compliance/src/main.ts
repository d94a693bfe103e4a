import 'reflect-metadata';
import { runHttpService } from '@leadstream/http';
import { loadConfig } from '@leadstream/kernel';
import { startTelemetry } from '@leadstream/telemetry';
import { AppModule } from './app.module.js';
import { complianceConfig } from './config.js';
import { serviceOptions } from './service-options.js';

const config = loadConfig(complianceConfig);
const telemetry = startTelemetry({
  service: 'compliance',
  otlpEndpoint: config.OTEL_EXPORTER_OTLP_ENDPOINT,
  traceFile: config.TRACE_FILE,
  logLevel: config.LOG_LEVEL,
  sampleRatio01: config.TRACE_SAMPLE_RATIO,
});
await runHttpService(AppModule.with(config), { ...serviceOptions(config), telemetry });
