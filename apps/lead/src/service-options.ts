import multipart from '@fastify/multipart';
import { leadRoutes } from '@leadstream/contracts';
import { HealthRegistry, type HttpServiceOptions } from '@leadstream/http';
import { connectJobs } from '@leadstream/jobs';
import { connectMessaging } from '@leadstream/messaging';
import { TenantDatabase } from '@leadstream/persistence';
import type { LeadConfig } from './config.js';
import { ImportWorker } from './imports/run/import-worker.service.js';

/** A worker that shows no sign of life for so long is not ready. */
const WORKER_SILENT_AFTER_MS = 30_000;

/** How the service presents itself: its routes, forms, consumers and relay, and what it needs to be ready. */
export function serviceOptions(config: LeadConfig): HttpServiceOptions {
  return {
    service: 'lead',
    config,
    routes: leadRoutes,
    configure: async (app) => {
      await app.register(multipart);
      const health = app.get(HealthRegistry);
      const database = app.get(TenantDatabase);
      health.register('postgres', async () => {
        await database.ping();
        return { ok: true };
      });
      connectMessaging(app, health);
      connectJobs(app, health);
      if (config.ROLE.includes('worker')) registerWorkerHealth(health, app.get(ImportWorker));
    },
  };
}

function registerWorkerHealth(health: HealthRegistry, worker: ImportWorker): void {
  health.register('import-worker', () =>
    Date.now() - (worker.lastTurnMs ?? 0) < WORKER_SILENT_AFTER_MS ? { ok: true } : { ok: false, reason: 'import_worker_does_not_turn' },
  );
}
