import { Inject, Injectable } from '@nestjs/common';
import type { RateClass, RouteContract } from '@leadstream/contracts';
import { HealthRegistry, sendProblem } from '@leadstream/http';
import { currentTraceparent } from '@leadstream/telemetry';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { CONFIG, type GatewayConfig, patienceOf } from '../config.js';
import type { UpstreamRequest } from '../upstream/exchange.js';
import { type UpstreamName, Upstreams } from '../upstream/upstreams.js';
import { forwardedHeaders } from './forwarded-headers.rules.js';
import { ReplySink } from './reply-sink.js';
import { CallerGone, requestBody } from './request-body.js';
import type { PaceLimits } from './upload-pace.js';
import { SignedContexts } from './signed-contexts.js';

/** The service parses; here only that there is a caller with the scope matters. */
const ANY_QUERY = z.looseObject({});
const WITH_BODY = new Set(['POST', 'PUT', 'PATCH']);

/** Hands requests for the services' routes on, streams in both directions. */
@Injectable()
export class ProxyService {
  private readonly patienceMs: Readonly<Record<RateClass, number>>;

  constructor(
    private readonly upstreams: Upstreams,
    private readonly contexts: SignedContexts,
    private readonly health: HealthRegistry,
    @Inject(CONFIG) private readonly config: GatewayConfig,
  ) {
    this.patienceMs = patienceOf(config);
  }

  /** Registers every route of the services that is not internal, in a scope of its own that leaves bodies unread. */
  register(fastify: FastifyInstance, routes: readonly RouteContract[]): void {
    fastify.register((scope, _options, done) => {
      scope.removeAllContentTypeParsers();
      scope.addContentTypeParser('*', (_request, _body, parsed) => parsed(null));
      scope.setErrorHandler((error: Error, request, reply) => sendProblem(error, request, reply));
      for (const route of routes) if (isForwarded(route)) this.route(scope, route);
      done();
    });
  }

  private route(scope: FastifyInstance, route: ForwardedRoute): void {
    const { operation, method, path, scope: needed, success, crossOrigin = false } = route;
    scope.route({
      method,
      url: path,
      exposeHeadRoute: false,
      config: { contract: { operation, method, path, scope: needed, query: ANY_QUERY, success, crossOrigin } },
      handler: (request, reply) => {
        this.forward(route, request, reply).catch((error: Error) => {
          if (!(error instanceof CallerGone)) reply.send(error);
        });
      },
    });
  }

  private async forward(route: ForwardedRoute, request: FastifyRequest, reply: FastifyReply): Promise<void> {
    const { raw } = request;
    const limitBytes = (route.rawBody ?? route.form)?.maxBytes ?? this.config.BODY_LIMIT_BYTES;
    const { body, declaredBytes } = WITH_BODY.has(route.method) ? await requestBody(raw, limitBytes, this.paceOf(route)) : {};
    const headers = forwardedHeaders(raw.rawHeaders, route.scope === 'public');
    if (declaredBytes !== undefined) headers.push('content-length', String(declaredBytes));
    headers.push(...this.contexts.headersFor(route.owner, request.edge));
    const traceparent = currentTraceparent();
    if (traceparent !== undefined) headers.push('traceparent', traceparent);
    const patienceMs = this.patienceMs[route.rateClass];
    // What is streamed takes as long as its sender likes, and would keep the tenant's other requests waiting.
    const party = body === undefined || Buffer.isBuffer(body) ? request.edge.caller?.tenantId : undefined;
    this.exchange(
      route.owner,
      { method: route.method, path: pathOf(raw.url), headers, body, patienceMs, repeatable: isRepeatable(request), party },
      reply,
    );
  }

  private paceOf({ rateClass }: ForwardedRoute): PaceLimits | undefined {
    const { UPLOAD_IDLE_MS: idleMs, UPLOAD_MIN_BYTES_PER_SECOND: minBytesPerSecond } = this.config;
    return rateClass === 'upload' ? { idleMs, minBytesPerSecond } : undefined;
  }

  private exchange(service: UpstreamName, request: UpstreamRequest, reply: FastifyReply): void {
    const exchange = this.upstreams.get(service).exchange(request, new ReplySink(reply, this.health.isStopping));
    reply.raw.once('close', () => {
      if (!reply.raw.writableFinished) exchange.abort();
    });
  }
}

type ForwardedRoute = RouteContract & { readonly owner: UpstreamName };

function isForwarded(route: RouteContract): route is ForwardedRoute {
  return route.owner !== 'gateway' && route.scope !== 'internal';
}

/** Reading changes nothing, and a key makes writing twice the same as writing once. */
function isRepeatable({ method, headers }: FastifyRequest): boolean {
  return method === 'GET' || headers['idempotency-key'] !== undefined;
}

/** Path and query of the request line, also when a client sends the absolute form (RFC 9112, 3.2.2). */
function pathOf(url = '/'): string {
  return url.startsWith('/') ? url : url.replace(/^https?:\/\/[^/?]*/i, '') || '/';
}
