import { uuidV7 } from '@leadstream/kernel';
import { spanFromTraceparent } from '@leadstream/telemetry';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Identity } from '../context/authenticator.js';
import '../context/edge-state.js';
import { requestDuration } from './http.metrics.js';

/** Gives the request its id and span. Ids and traces of others are taken over only when they are part of the system. */
export function beginRequest(request: FastifyRequest, reply: FastifyReply, identity: Identity): void {
  const requestId = identity.requestId ?? uuidV7.next();
  const { traceparent } = request.headers;
  const isTrusted = identity.requestId !== undefined && typeof traceparent === 'string';
  const route = routeOf(request);
  const span = spanFromTraceparent(
    isTrusted ? traceparent : undefined,
    `${request.method} ${route}`,
    {
      'http.request.method': request.method,
      'http.route': route,
      'leadstream.request.id': requestId,
      ...(identity.caller && { 'leadstream.tenant.id': identity.caller.tenantId }),
    },
    { kind: 'server' },
  );
  reply.header('x-request-id', requestId);
  request.edge = {
    requestId,
    clientIp: identity.clientIp ?? request.ip,
    caller: identity.caller,
    span,
    context: undefined,
    rawBody: undefined,
    input: undefined,
  };
}

/** Closes span and metric when the answer is out or its client is gone. */
export function endRequest(request: FastifyRequest, { raw }: FastifyReply, startedAtMs: number): void {
  const { span } = request.edge;
  if (raw.writableFinished) span.setAttribute('http.response.status_code', raw.statusCode);
  else span.setAttribute('error.type', 'client_gone');
  span.end();
  count(request, raw.writableFinished ? statusClass(raw.statusCode) : 'client_gone', startedAtMs);
}

/** Of a request that was answered at once there is the metric alone. */
export function countAnswered(request: FastifyRequest, { raw }: FastifyReply, startedAtMs: number): void {
  count(request, statusClass(raw.statusCode), startedAtMs);
}

function count(request: FastifyRequest, statusClass: string, startedAtMs: number): void {
  requestDuration.record((performance.now() - startedAtMs) / 1_000, {
    'http.request.method': request.method,
    'http.route': routeOf(request),
    'http.response.status_class': statusClass,
  });
}

const statusClass = (status: number) => `${Math.floor(status / 100)}xx`;

const routeOf = (request: FastifyRequest) => (request.is404 ? '(none)' : (request.routeOptions.url ?? '(none)'));
