import type { ServerOptions } from 'node:https';
import type { Socket } from 'node:net';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import type { FastifyReply, FastifyRequest, RawReplyDefaultExpression as RawReply } from 'fastify';
import { malformedHttp } from '../problem/malformed-http.js';
import { sendProblem } from '../problem/send-problem.js';
import { Answer, etag } from '../route/answer.js';
import { refuseUnknownRoute, type RouteTable } from './route-table.js';

export interface EdgeAdapterOptions {
  readonly bodyLimitBytes: number;
  readonly trustProxy: boolean | string;
  /** Certificate and key: the API speaks TLS only. */
  readonly tls?: ServerOptions | undefined;
  /** Is told every route. */
  readonly routes: RouteTable;
}

/** Signed tokens in public paths are longer than Fastify's 100. */
const MAX_PARAM_LENGTH = 512;

/** Nest's Fastify adapter with our answers: `Answer` objects and problem documents; without the middleware layer. */
export class EdgeAdapter extends FastifyAdapter {
  constructor({ bodyLimitBytes, trustProxy, tls, routes }: EdgeAdapterOptions) {
    super({
      logger: false,
      ...(tls && { https: tls }),
      skipMiddie: true,
      bodyLimit: bodyLimitBytes,
      trustProxy,
      routerOptions: { maxParamLength: MAX_PARAM_LENGTH },
      return503OnClosing: false,
      frameworkErrors: (error: Error, request: FastifyRequest, reply: FastifyReply) => sendProblem(error, request, reply),
      clientErrorHandler: (error: NodeJS.ErrnoException, socket: Socket) => malformedHttp(error, socket),
    });
    // Here, so that the scopes of plugins inherit them.
    this.instance.setErrorHandler((error: Error, request, reply) => sendProblem(error, request, reply));
    this.instance.setNotFoundHandler((request, reply) => refuseUnknownRoute(routes, request, reply));
    this.instance.addHook('onRoute', (route) => {
      routes.add([route.method].flat(), route.url, route.config?.contract);
      const limited = route.config?.contract?.rawBody ?? route.config?.contract?.form;
      if (limited) route.bodyLimit = limited.maxBytes;
    });
  }

  override reply(response: RawReply | FastifyReply, body: unknown, statusCode?: number): FastifyReply {
    if (!('request' in response)) return super.reply(response, body, statusCode);
    if (response.request.edge.context?.idempotency?.replayed) response.header('idempotency-replayed', 'true');
    if (!(body instanceof Answer)) return super.reply(response, body, statusCode);
    const { version, location, headers, status = statusCode } = body.options;
    if (version !== undefined) response.header('etag', etag(version));
    if (location !== undefined) response.header('location', location);
    if (headers) response.headers(headers);
    return super.reply(response, body.body, status);
  }

  /** Nest's would turn Fastify's errors into texts. */
  override setErrorHandler() {
    return this.instance;
  }

  /** Ours knows which methods a path takes. */
  override setNotFoundHandler() {
    return this.instance;
  }
}
