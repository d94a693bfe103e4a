import type { DynamicModule, Type } from '@nestjs/common';
import { logger } from '@leadstream/telemetry';
import { type HttpServiceOptions, type RunningService, startHttpService } from './start-http-service.js';

const log = logger('http');

/** Beyond this a stop is given up and the process ends anyway; orchestrators kill after 30 s. */
const HARD_DEADLINE_MS = 25_000;

/** Boots an app and makes it the process: stops cleanly on SIGTERM and SIGINT (exit 0), ends on errors nobody caught (exit 1). */
export async function runHttpService(module: Type | DynamicModule, options: HttpServiceOptions): Promise<RunningService> {
  process.on('uncaughtException', (error) => die('uncaught_exception', error));
  process.on('unhandledRejection', (error) => die('unhandled_rejection', error));
  const starting = startHttpService(module, options);
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.once(signal, () => void stop(starting, signal));
  }
  try {
    const service = await starting;
    log.info('service_ready', { url: service.url, managementUrl: service.managementUrl, roles: options.config.ROLE });
    return service;
  } catch (error) {
    return die('service_start_failed', error);
  }
}

async function stop(starting: Promise<RunningService>, signal: string): Promise<void> {
  const deadline = setTimeout(() => die('service_stop_too_slow', undefined), HARD_DEADLINE_MS).unref();
  try {
    log.info('service_stopping', { signal });
    await (await starting).close();
    log.info('service_stopped');
    clearTimeout(deadline);
    process.exit(0);
  } catch (error) {
    die('service_stop_failed', error);
  }
}

function die(event: string, error: unknown): never {
  log.fatal(event, { error });
  process.exit(1);
}
