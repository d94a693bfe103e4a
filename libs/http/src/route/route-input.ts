import type { DomainError } from '@leadstream/kernel';
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { httpErrors } from '../http.errors.js';
import { fieldProblems } from '../problem/field-problems.js';
import { parseIfMatch } from './if-match.js';
import type { RouteBinding, RouteInput } from './route-binding.js';

const NO_QUERY = z.strictObject({});

/**
 * Parses what came in by the contract's schemas, one part after the other: the answer names the first part that is wrong.
 * @throws DomainError `HTTP.INVALID_PARAMS`, `HTTP.INVALID_QUERY`, `HTTP.INVALID_BODY`, or one of `If-Match`
 */
export function parseInput(contract: RouteBinding, request: FastifyRequest): RouteInput {
  const query = contract.query ?? (contract.scope === 'public' ? undefined : NO_QUERY);
  if (request.url.includes('%00')) throw forbiddenInUrl(request);
  return {
    params: contract.params && parsePart(contract.params, request.params, httpErrors.INVALID_PARAMS),
    query: query && parsePart(query, request.query, httpErrors.INVALID_QUERY),
    ifMatch: versionMeant(contract.ifMatch, request.headers['if-match']),
    body: contract.body && !contract.rawBody ? parsePart(contract.body, request.body, httpErrors.INVALID_BODY) : undefined,
  };
}

function versionMeant(mode: RouteBinding['ifMatch'], header: string | undefined): number | undefined {
  if (!mode || (mode === 'optional' && header === undefined)) return undefined;
  return parseIfMatch(header);
}

function parsePart(schema: z.ZodType, value: unknown, refuse: typeof httpErrors.INVALID_BODY): unknown {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  throw refuse({ errors: fieldProblems(parsed.error.issues) });
}

function forbiddenInUrl({ params, query }: FastifyRequest): DomainError {
  const parts = { ...(params as Record<string, unknown>), ...(query as Record<string, unknown>) };
  const paths = Object.keys(parts).filter((key) => JSON.stringify(parts[key]).includes('\\u0000'));
  return httpErrors.FORBIDDEN_CHARACTER({
    errors: paths.map((path) => ({ path, code: 'nul_character', message: 'holds the character U+0000' })),
  });
}
