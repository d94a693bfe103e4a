import { performance } from 'node:perf_hooks';
import { runInContext, uuidV7 } from '@leadstream/kernel';
import { runInSpan, spanFromTraceparent } from '@leadstream/telemetry';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Authenticator, Identity } from '../context/authenticator.js';
import { idempotencyOf } from '../context/idempotency-key.js';
import '../context/edge-state.js';
import { httpErrors } from '../http.errors.js';
import { parseInput } from '../route/route-input.js';
import { requestDuration } from './http.metrics.js';

type Done = (error?: Error) => void;

/** Puts our work around every request: who calls, ids, span, context, parsed input, duration. Callbacks, no promises, on the hot path. */
export function registerEdgeHooks(fastify: FastifyInstance, authenticator: Authenticator): void {
  fastify.decorateRequest('edge');
  fastify.addHook('onRequest', (request, reply, done) => {
    request.edge = { requestId: '', clientIp: request.ip, startedAtMs: performance.now() };
    const identified = identify(authenticator, request);
    if (identified instanceof Promise) void identified.then((outcome) => admit(request, reply, outcome, done));
    else admit(request, reply, identified, done);
  });
  fastify.addHook('preHandler', (request, _reply, done) => {
    try {
      enter(request, done);
    } catch (error) {
      done(error as Error);
    }
  });
  fastify.addHook('onResponse', (request, reply, done) => {
    leave(request, reply);
    done();
  });
}

type Outcome = Identity | { readonly error: Error };

/** Never throws or rejects: a refused request gets its id and span too. */
function identify(authenticator: Authenticator, request: FastifyRequest): Outcome | Promise<Outcome> {
  if (request.is404) return {};
  try {
    const found = authenticator.authenticate(request, isPublic(request));
    return found instanceof Promise ? found.catch((error: Error) => ({ error })) : found;
  } catch (error) {
    return { error: error as Error };
  }
}

function admit(request: FastifyRequest, reply: FastifyReply, outcome: Outcome, done: Done): void {
  const { edge } = request;
  const identity: Identity = 'error' in outcome ? {} : outcome;
  edge.requestId = identity.requestId ?? uuidV7.next();
  if (identity.clientIp !== undefined) edge.clientIp = identity.clientIp;
  if (identity.caller) edge.caller = identity.caller;
  reply.header('x-request-id', edge.requestId);
  edge.span = spanFromTraceparent(trustedTraceparent(request, identity), `${request.method} ${routeOf(request)}`, spanAttributes(request), { kind: 'server' });
  done('error' in outcome ? outcome.error : refusal(request));
}

/** A trace is continued only for senders inside the system. */
function trustedTraceparent(request: FastifyRequest, identity: Identity): string | undefined {
  const { traceparent } = request.headers;
  return identity.requestId !== undefined && typeof traceparent === 'string' ? traceparent : undefined;
}

function refusal(request: FastifyRequest): Error | undefined {
  if (request.is404 || isPublic(request)) return undefined;
  const { caller } = request.edge;
  if (!caller) return httpErrors.UNAUTHENTICATED();
  const scope = request.routeOptions.config.contract?.scope;
  if (scope === undefined || scope === 'internal' || caller.scopes.includes(scope)) return undefined;
  return httpErrors.SCOPE_MISSING({ detail: `Needs the scope ${scope}.`, extra: { requiredScope: scope } });
}

function enter(request: FastifyRequest, done: Done): void {
  const { edge } = request;
  const { contract } = request.routeOptions.config;
  const { caller, requestId, clientIp } = edge;
  const idempotency = caller && idempotencyOf(request);
  if (caller) edge.context = { ...caller, requestId, clientIp, ...(idempotency && { idempotency }) };
  if (contract) edge.input = parseInput(contract, request);
  const { span, context } = edge;
  const work = context ? () => runInContext(context, done) : done;
  if (span) runInSpan(span, () => work());
  else work();
}

function leave(request: FastifyRequest, reply: FastifyReply): void {
  const { span, startedAtMs } = request.edge;
  requestDuration.record((performance.now() - startedAtMs) / 1_000, {
    'http.request.method': request.method,
    'http.route': routeOf(request),
    'http.response.status_class': `${Math.floor(reply.statusCode / 100)}xx`,
  });
  span?.setAttribute('http.response.status_code', reply.statusCode).end();
}

function spanAttributes(request: FastifyRequest) {
  const { edge } = request;
  return {
    'http.request.method': request.method,
    'http.route': routeOf(request),
    'leadstream.request.id': edge.requestId,
    ...(edge.caller && { 'leadstream.tenant.id': edge.caller.tenantId }),
  };
}

const isPublic = ({ routeOptions: { config } }: FastifyRequest) => config.isPublic === true || config.contract?.scope === 'public';
const routeOf = (request: FastifyRequest) => (request.is404 ? '(none)' : (request.routeOptions.url ?? '(none)'));
