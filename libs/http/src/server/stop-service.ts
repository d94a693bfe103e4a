import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { logger, type Telemetry } from '@leadstream/telemetry';
import type { HealthRegistry } from '../health/health-registry.js';
import type { ManagementServer } from '../health/management-server.js';

const log = logger('http');

interface Running {
  readonly app: NestFastifyApplication;
  readonly health: HealthRegistry;
  readonly management: ManagementServer;
  readonly deadlineMs: number;
  readonly telemetry: Telemetry | undefined;
}

/**
 * Stops in the order that loses nothing: not ready, no new connections, requests in flight end, Nest's hooks (consumers and
 * relays stop, then `onApplicationShutdown` ends pools), health and metrics, traces flushed.
 */
export async function stopService({ app, health, management, deadlineMs, telemetry }: Running): Promise<void> {
  health.startDraining();
  const timer = setTimeout(() => {
    log.warn('requests_cut_off', { deadlineMs });
    app.getHttpServer().closeAllConnections();
  }, deadlineMs);
  try {
    // Before app.close(), whose first hooks run while requests are still being answered.
    await app.getHttpAdapter().close();
    await app.close();
  } finally {
    clearTimeout(timer);
    await management.close();
    await telemetry?.shutdown();
  }
}
