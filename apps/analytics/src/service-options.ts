import { analyticsRoutes } from '@leadstream/contracts';
import { HealthRegistry, type HttpServiceOptions } from '@leadstream/http';
import { connectJobs } from '@leadstream/jobs';
import { connectMessaging } from '@leadstream/messaging';
import { TenantDatabase } from '@leadstream/persistence';
import type { AnalyticsConfig } from './config.js';

/** What the edge must know of analytics, in its own process as in tests. */
export function serviceOptions(config: AnalyticsConfig): HttpServiceOptions {
  return {
    service: 'analytics',
    config,
    routes: analyticsRoutes,
    configure: (app) => {
      const health = app.get(HealthRegistry);
      const database = app.get(TenantDatabase, { strict: false });
      health.register('postgres', () => database.ping().then(() => ({ ok: true })));
      connectMessaging(app, health);
      connectJobs(app, health);
    },
  };
}
