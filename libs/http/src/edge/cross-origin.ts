import type { FastifyReply, FastifyRequest } from 'fastify';

/** What a page may read of an answer beside its body. */
const EXPOSED = 'X-Request-Id, Retry-After, RateLimit, RateLimit-Policy';

/**
 * Lets the page that sent the request read the answer (Fetch standard, 3.3.3), also where the request is refused: a form has to be
 * able to tell a visitor why. Without credentials an answer says nothing that any other client would not be told.
 */
export function allowReading(request: FastifyRequest, reply: FastifyReply): void {
  reply.header('vary', 'Origin');
  const { origin } = request.headers;
  if (origin === undefined) return;
  reply.header('access-control-allow-origin', origin);
  reply.header('access-control-expose-headers', EXPOSED);
}
