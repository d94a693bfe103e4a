import { uuidV7 } from '@leadstream/kernel';
import { errorType, failSpan, logger } from '@leadstream/telemetry';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { EdgeState } from '../context/edge-state.js';
import { type ProblemDocument, problemOf } from './problem.js';

const log = logger('http');
const DEFAULT_RETRY_AFTER_S = 1;

/** Answers with the problem document of whatever was thrown. */
export function sendProblem(thrown: unknown, request: FastifyRequest, reply: FastifyReply): void {
  // A request that never reached the hooks (a malformed address) has no state yet.
  const requestId = (request.edge as EdgeState | undefined)?.requestId ?? uuidV7.next();
  const problem = problemOf(thrown, requestId);
  report(thrown, problem, request);
  if (reply.raw.headersSent) {
    reply.raw.destroy();
    return;
  }
  reply.header('x-request-id', requestId);
  if (problem.status === 503 || problem.status === 429) reply.header('retry-after', String(retryAfter(problem)));
  if (problem.status === 401) reply.header('www-authenticate', 'Bearer');
  reply.code(problem.status).type('application/problem+json').send(JSON.stringify(problem));
}

function report(thrown: unknown, problem: ProblemDocument, request: FastifyRequest): void {
  const fields = { code: problem.code, status: problem.status, method: request.method, route: request.routeOptions?.url };
  if (problem.status === 500) {
    log.error('request_failed', { ...fields, requestId: problem.requestId, error: thrown });
    if (request.edge) failSpan(request.edge.span, thrown);
  } else if (problem.status === 503) {
    log.warn('request_unavailable', { ...fields, requestId: problem.requestId, reason: errorType(thrown) });
  } else {
    log.debug('request_refused', fields);
  }
}

function retryAfter(problem: ProblemDocument): number {
  const { retryAfterSeconds } = problem as { retryAfterSeconds?: unknown };
  return typeof retryAfterSeconds === 'number' ? Math.ceil(retryAfterSeconds) : DEFAULT_RETRY_AFTER_S;
}
