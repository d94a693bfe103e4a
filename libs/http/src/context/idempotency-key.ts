import { createHash } from 'node:crypto';
import type { Idempotency } from '@leadstream/kernel';
import type { FastifyRequest } from 'fastify';
import { httpErrors } from '../http.errors.js';

const VISIBLE = /^[\x21-\x7e]{1,255}$/;
/** A deletion that is repeated has the same effect, but would be answered otherwise: what it deleted is no longer there. */
const HONOURED = new Set(['POST', 'PATCH', 'DELETE']);

/**
 * The caller's `Idempotency-Key` with the fingerprint of the request; undefined without the header or for methods that are
 * answered alike however often they come. The body of a multipart request is not part of the fingerprint, since its boundary differs every time.
 * @throws DomainError `HTTP.BAD_IDEMPOTENCY_KEY`
 */
export function idempotencyOf(request: FastifyRequest): Idempotency | undefined {
  const key = request.headers['idempotency-key'];
  if (key === undefined || !HONOURED.has(request.method)) return undefined;
  if (typeof key !== 'string' || !VISIBLE.test(key)) throw httpErrors.BAD_IDEMPOTENCY_KEY();
  const digest = createHash('sha256').update(`${request.method}\n${request.url}\n`);
  if (request.edge.rawBody) digest.update(request.edge.rawBody);
  return { key, fingerprint: digest.digest('hex'), replayed: false };
}
