import multipart from '@fastify/multipart';
import { complianceRoutes } from '@leadstream/contracts';
import { HealthRegistry, type HttpServiceOptions } from '@leadstream/http';
import { connectJobs } from '@leadstream/jobs';
import { connectMessaging } from '@leadstream/messaging';
import { TenantDatabase } from '@leadstream/persistence';
import type { ComplianceConfig } from './config.js';

/** How the service presents itself: its routes, its consumers, and what it needs to be ready. */
export function serviceOptions(config: ComplianceConfig): HttpServiceOptions {
  return {
    service: 'compliance',
    config,
    routes: complianceRoutes,
    configure: async (app) => {
      await app.register(multipart);
      const health = app.get(HealthRegistry);
      const database = app.get(TenantDatabase, { strict: false });
      health.register('postgres', () => database.ping().then(() => ({ ok: true })));
      connectMessaging(app, health);
      connectJobs(app, health);
    },
  };
}
