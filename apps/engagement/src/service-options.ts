import { engagementRoutes } from '@leadstream/contracts';
import { HealthRegistry, type HttpServiceOptions } from '@leadstream/http';
import { connectJobs } from '@leadstream/jobs';
import { connectMessaging } from '@leadstream/messaging';
import { TenantDatabase } from '@leadstream/persistence';
import type { EngagementConfig } from './config.js';

/** How the service presents itself: its routes, its consumers, and what it needs to be ready. */
export function serviceOptions(config: EngagementConfig): HttpServiceOptions {
  return {
    service: 'engagement',
    config,
    routes: engagementRoutes,
    configure: (app) => {
      const health = app.get(HealthRegistry);
      const database = app.get(TenantDatabase, { strict: false });
      health.register('postgres', () => database.ping().then(() => ({ ok: true })));
      connectMessaging(app, health);
      connectJobs(app, health);
    },
  };
}
