import { emailEventsRoutes } from '@leadstream/contracts';
import { HealthRegistry, type HttpServiceOptions } from '@leadstream/http';
import { connectJobs } from '@leadstream/jobs';
import { connectMessaging } from '@leadstream/messaging';
import { TenantDatabase } from '@leadstream/persistence';
import type { EmailEventsConfig } from './config.js';

/** What the edge must know of email-events, in its own process as in tests. */
export function serviceOptions(config: EmailEventsConfig): HttpServiceOptions {
  return {
    service: 'email-events',
    config,
    routes: emailEventsRoutes,
    configure: (app) => {
      const health = app.get(HealthRegistry);
      const database = app.get(TenantDatabase, { strict: false });
      health.register('postgres', () => database.ping().then(() => ({ ok: true })));
      connectMessaging(app, health);
      connectJobs(app, health);
    },
  };
}
