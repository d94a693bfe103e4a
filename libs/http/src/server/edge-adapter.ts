import { FastifyAdapter } from '@nestjs/platform-fastify';
import type { FastifyReply, FastifyRequest, RawReplyDefaultExpression as RawReply } from 'fastify';
import { Answer, etag } from '../route/answer.js';
import { sendProblem } from '../problem/send-problem.js';
import type { HealthRegistry } from '../health/health-registry.js';
import { refuseUnknownRoute, type RouteTable } from './route-table.js';

export interface EdgeAdapterOptions {
  readonly bodyLimitBytes: number;
  readonly trustProxy: boolean | string;
  readonly health: HealthRegistry;
  readonly routes: RouteTable;
}

/** Nest's Fastify adapter with our answers: `Answer` objects, problem documents, no middleware layer. */
export class EdgeAdapter extends FastifyAdapter {
  constructor(private readonly edge: EdgeAdapterOptions) {
    super({
      logger: false,
      skipMiddie: true,
      bodyLimit: edge.bodyLimitBytes,
      trustProxy: edge.trustProxy,
      return503OnClosing: false,
      frameworkErrors: (error: Error, request: FastifyRequest, reply: FastifyReply) => sendProblem(error, request, reply),
    });
  }

  override reply(response: RawReply | FastifyReply, body: unknown, statusCode?: number): FastifyReply {
    if (!('request' in response)) return super.reply(response, body, statusCode);
    if (this.edge.health.isDraining) response.header('connection', 'close');
    if (response.request.edge.context?.idempotency?.replayed) response.header('idempotency-replayed', 'true');
    if (!(body instanceof Answer)) return super.reply(response, body, statusCode);
    const { version, location, headers } = body.options;
    if (version !== undefined) response.header('etag', etag(version));
    if (location !== undefined) response.header('location', location);
    if (headers) response.headers(headers);
    return super.reply(response, body.body, statusCode);
  }

  /** Instead of Nest's, which turns Fastify's errors into texts. */
  override setErrorHandler() {
    return this.instance.setErrorHandler((error: Error, request, reply) => sendProblem(error, request, reply));
  }

  override setNotFoundHandler() {
    return this.instance.setNotFoundHandler((request, reply) => refuseUnknownRoute(this.edge.routes, request, reply));
  }
}
