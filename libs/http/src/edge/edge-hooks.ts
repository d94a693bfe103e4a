import { runInContext } from '@leadstream/kernel';
import { runInSpan } from '@leadstream/telemetry';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Authenticator, Identity } from '../context/authenticator.js';
import { idempotencyOf } from '../context/idempotency-key.js';
import type { HealthRegistry } from '../health/health-registry.js';
import { parseInput } from '../route/route-input.js';
import { isPublic, refusalOf } from './admission.js';
import { allowReading } from './cross-origin.js';
import type { InFlight } from '../server/in-flight.js';
import { beginRequest, countAnswered, endRequest } from './request-record.js';

/** Answers a request itself, hijacking the reply, before anything is done for it; @returns whether it did */
export type AnswerAtOnce = (request: FastifyRequest, reply: FastifyReply) => boolean;

export interface EdgeParts {
  readonly authenticator: Authenticator;
  readonly health: HealthRegistry;
  readonly inFlight: InFlight;
  readonly answerAtOnce?: AnswerAtOnce | undefined;
}

/** Puts our work around every request: who calls, ids, span, context, parsed input, duration. Callbacks, not promises, on the hot path. */
export function registerEdgeHooks(fastify: FastifyInstance, { authenticator, health, inFlight, answerAtOnce }: EdgeParts): void {
  fastify.decorateRequest('edge');
  fastify.addHook('onRequest', (request, reply, done) => {
    const startedAtMs = performance.now();
    if (answerAtOnce && !health.isStopping && answerAtOnce(request, reply)) {
      countAnswered(request, reply, startedAtMs);
      return;
    }
    const admit = (outcome: Outcome) => {
      beginRequest(request, reply, 'error' in outcome ? {} : outcome);
      if (request.routeOptions.config.contract?.crossOrigin) allowReading(request, reply);
      inFlight.begin();
      // Not onResponse, which never comes for a client that went away.
      reply.raw.once('close', () => {
        inFlight.end();
        endRequest(request, reply, startedAtMs);
      });
      done('error' in outcome ? outcome.error : refusalOf(request));
    };
    const outcome = identify(authenticator, request);
    if (outcome instanceof Promise) void outcome.then(admit);
    else admit(outcome);
  });
  fastify.addHook('preHandler', (request, _reply, done) => {
    try {
      prepare(request);
    } catch (error) {
      done(error as Error);
      return;
    }
    const { span, context } = request.edge;
    runInSpan(span, () => (context ? runInContext(context, () => done()) : done()));
  });
  fastify.addHook('onSend', (_request, reply, _payload, done) => {
    if (health.isStopping) reply.header('connection', 'close');
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

function prepare(request: FastifyRequest): void {
  const { edge } = request;
  const { contract } = request.routeOptions.config;
  if (edge.caller) {
    const idempotency = idempotencyOf(request);
    edge.context = { ...edge.caller, requestId: edge.requestId, clientIp: edge.clientIp, ...(idempotency && { idempotency }) };
  }
  if (contract) edge.input = parseInput(contract, request);
}
