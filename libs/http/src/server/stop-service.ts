import { setTimeout as delay } from 'node:timers/promises';
import { logger, type Telemetry } from '@leadstream/telemetry';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { HttpConfig } from '../config.js';
import type { HealthRegistry } from '../health/health-registry.js';
import type { ManagementServer } from '../health/management-server.js';
import type { InFlight } from './in-flight.js';

const log = logger('http');

/** Requests on their way over connections that are already accepted arrive within this. */
const QUIET_MS = 50;

interface Running {
  readonly app: NestFastifyApplication;
  readonly health: HealthRegistry;
  readonly inFlight: InFlight;
  readonly management: ManagementServer;
  readonly config: Pick<HttpConfig, 'SHUTDOWN_DELAY_MS' | 'SHUTDOWN_DEADLINE_MS'>;
  readonly telemetry: Telemetry | undefined;
}

/**
 * Stops in the order that loses nothing: not ready, no new connections, requests in flight end, Nest's hooks (consumers and
 * relays stop, then `onApplicationShutdown` ends pools), health and metrics, traces flushed.
 */
export async function stopService({ app, health, inFlight, management, config, telemetry }: Running): Promise<void> {
  health.enter('stopping');
  try {
    await delay(config.SHUTDOWN_DELAY_MS);
    await stopAnswering(app, inFlight, config.SHUTDOWN_DEADLINE_MS);
    await app.close();
  } finally {
    await management.close();
    await telemetry?.shutdown();
  }
}

/** Before `app.close()`, whose first hooks would run while requests are still being answered. */
async function stopAnswering(app: NestFastifyApplication, inFlight: InFlight, deadlineMs: number): Promise<void> {
  const server = app.getHttpServer();
  const closed = app.getHttpAdapter().close();
  const timer = new AbortController();
  const late = delay(deadlineMs, true, { signal: timer.signal }).catch(() => false);
  if (await Promise.race([inFlight.whenQuiet(QUIET_MS), late])) log.warn('requests_cut_off', { deadlineMs });
  timer.abort();
  // Connections without a request, of browsers that open them ahead, would be waited for.
  server.closeAllConnections();
  await closed;
}
