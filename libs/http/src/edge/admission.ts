import type { FastifyRequest } from 'fastify';
import { httpErrors } from '../http.errors.js';

/** Whether the route needs no caller. */
export function isPublic({ routeOptions: { config } }: FastifyRequest): boolean {
  return config.isPublic === true || config.contract?.scope === 'public';
}

/** Why the request may not go on to its handler; before its body is read. */
export function refusalOf(request: FastifyRequest): Error | undefined {
  if (request.is404 || isPublic(request)) return undefined;
  const { caller } = request.edge;
  if (!caller) return httpErrors.UNAUTHENTICATED();
  const scope = request.routeOptions.config.contract?.scope;
  if (scope === undefined || scope === 'internal' || caller.scopes.includes(scope)) return undefined;
  return httpErrors.SCOPE_MISSING({ detail: `Needs the scope ${scope}.`, extra: { requiredScope: scope } });
}
