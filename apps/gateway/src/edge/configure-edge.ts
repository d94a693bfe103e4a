import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { allRoutes } from '@leadstream/contracts';
import { HealthRegistry } from '@leadstream/http';
import { connectJobs } from '@leadstream/jobs';
import { connectMessaging } from '@leadstream/messaging';
import { TenantDatabase } from '@leadstream/persistence';
import type { FastifyInstance } from 'fastify';
import { CONFIG, type GatewayConfig } from '../config.js';
import { DocsService } from '../docs/docs.service.js';
import { LimitsService } from '../limits/limits.service.js';
import { REDIS } from '../limits/redis.js';
import { ProxyService } from '../proxy/proxy.service.js';
import { Upstreams } from '../upstream/upstreams.js';
import { limitArrival } from './arrival.js';
import { registerHealth } from './health.js';
import { endUnreadUpload } from './unread-upload.js';

/** Requests that take as long as they need. */
const UPLOADS: ReadonlySet<string> = new Set(allRoutes.filter(({ rateClass }) => rateClass === 'upload').map(({ operation }) => operation));

/** What counts as one route for pages and the API's description. */
const DOCS = 'docs';

/** Everything of the gateway that is no controller: limits before each route, the services' routes, the docs. */
export function configureEdge(app: NestFastifyApplication): void {
  const fastify: FastifyInstance = app.getHttpAdapter().getInstance();
  const { REQUEST_ARRIVAL_MS } = app.get<GatewayConfig>(CONFIG);
  // One limit for all: uploads have a pace to keep instead of it.
  fastify.server.requestTimeout = 0;
  fastify.addHook('onRequest', (request, _reply, done) => {
    if (!UPLOADS.has(request.routeOptions.config?.contract?.operation ?? '')) limitArrival(request.raw, REQUEST_ARRIVAL_MS);
    done();
  });
  limitRequests(fastify, app.get(LimitsService));
  fastify.addHook('onResponse', (request, _reply, done) => {
    endUnreadUpload(request.raw);
    done();
  });
  app.get(DocsService).register(fastify);
  app.get(ProxyService).register(fastify, allRoutes);
  const health = app.get(HealthRegistry);
  registerHealth(health, { database: app.get(TenantDatabase, { strict: false }), redis: app.get(REDIS), upstreams: app.get(Upstreams) });
  connectMessaging(app, health);
  connectJobs(app, health);
}

function limitRequests(fastify: FastifyInstance, limits: LimitsService): void {
  fastify.addHook('onRequest', (request, reply, done) => {
    if (request.is404) return done();
    const operation = request.routeOptions.config.contract?.operation ?? DOCS;
    const refusal = limits.admit(request, reply, operation);
    if (refusal instanceof Promise) refusal.then(done, done);
    else done(refusal);
  });
}
