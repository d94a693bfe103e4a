import { z } from 'zod';
import type { RouteContract } from '../define-route.js';
import { isProblemStatus, type ProblemStatus } from './open-api-common.js';
import type { OpenApiComponents } from './open-api-components.js';

type Json = Readonly<Record<string, unknown>>;

const SUCCESS_WORDS = { 200: 'OK', 201: 'Created.', 202: 'Accepted; the work goes on.', 204: 'Done.' } as const;
const header = (name: string): Json => ({ $ref: `#/components/headers/${name}` });

function changesThings(route: RouteContract): boolean {
  return route.method === 'POST' || route.method === 'PATCH' || route.method === 'DELETE';
}

function parametersIn(place: 'path' | 'query', schema: z.ZodObject | undefined, components: OpenApiComponents): Json[] {
  if (schema === undefined) return [];
  const { properties, required } = components.schemaOf(schema, 'input') as { properties?: Record<string, Json>; required?: string[] };
  return Object.entries(properties ?? {}).map(([name, { description, ...own }]) => ({
    name,
    in: place,
    ...(description === undefined ? {} : { description }),
    ...(place === 'path' || required?.includes(name) ? { required: true } : {}),
    schema: own,
  }));
}

function parameters(route: RouteContract, components: OpenApiComponents): Json[] {
  return [
    ...parametersIn('path', route.params, components),
    ...parametersIn('query', route.query, components),
    ...(route.ifMatch ? [{ $ref: `#/components/parameters/${route.ifMatch === 'optional' ? 'OptionalIfMatch' : 'IfMatch'}` }] : []),
    ...(changesThings(route) && route.scope !== 'public' ? [{ $ref: '#/components/parameters/IdempotencyKey' }] : []),
  ];
}

function requestBody(route: RouteContract, components: OpenApiComponents): Json | undefined {
  if (route.rawBody) {
    const { mediaType, description, parts } = route.rawBody;
    const schema = parts ? components.schemaOf(parts, 'input') : {};
    return { required: true, description, content: { [mediaType]: { schema } } };
  }
  if (!route.body) return undefined;
  const schema = components.schemaOf(route.body, 'input');
  const mediaTypes = route.method === 'PATCH' ? ['application/merge-patch+json', 'application/json'] : ['application/json'];
  if (route.form) mediaTypes.push('application/x-www-form-urlencoded');
  return { required: true, content: Object.fromEntries(mediaTypes.map((mediaType) => [mediaType, { schema }])) };
}

/** A record that tells its version comes with it as `ETag`. */
function hasVersion(body: z.ZodType | undefined): boolean {
  return body instanceof z.ZodObject && 'version' in body.shape;
}

function success(route: RouteContract, components: OpenApiComponents): Json {
  const { status, body, media } = route.success;
  return {
    description: SUCCESS_WORDS[status],
    headers: {
      'X-Request-Id': header('RequestId'),
      ...(hasVersion(body) ? { ETag: header('ETag') } : {}),
      ...(status === 201 || status === 202 ? { Location: header('Location') } : {}),
      ...(changesThings(route) && route.scope !== 'public' ? { 'Idempotency-Replayed': header('IdempotencyReplayed') } : {}),
    },
    ...((body ?? media) && {
      content: {
        ...(body && { 'application/json': { schema: components.schemaOf(body, 'output') } }),
        ...(media && { [media]: { schema: { type: 'string' } } }),
      },
    }),
  };
}

/** The HTTP status that an error code comes with; undefined for a code that nobody declares. */
export type StatusOf = (code: string) => number | undefined;

/** Statuses that the conventions of the API allow for this route. */
function generalStatuses(route: RouteContract): ProblemStatus[] {
  const hasBody = route.body !== undefined || route.rawBody !== undefined;
  return [
    ...(hasBody ? ([400, 413, 415] as const) : []),
    401,
    ...(route.scope === 'public' ? [] : ([403] as const)),
    ...(route.params ? ([404] as const) : []),
    ...(changesThings(route) ? ([409] as const) : []),
    ...(route.ifMatch ? ([412] as const) : []),
    ...(route.ifMatch === true ? ([428] as const) : []),
    ...(hasBody || route.query || route.params ? ([422] as const) : []),
    429,
    503,
  ];
}

/** Those of the conventions, and those of the errors that the route names. */
function problems(route: RouteContract, statusOf: StatusOf): Json {
  const named = (route.errors ?? []).map(statusOf).filter(isProblemStatus);
  const statuses = [...new Set([...generalStatuses(route), ...named])].sort((a, b) => a - b);
  const general = statuses.map((status) => [String(status), { $ref: `#/components/responses/Problem${status}` }] as const);
  return Object.fromEntries(general);
}

/** One operation; `x-error-codes` lists what a caller should expect beside the general problems. */
export function openApiOperation(route: RouteContract, tag: string, components: OpenApiComponents, statusOf: StatusOf): Json {
  const inputs = parameters(route, components);
  const body = requestBody(route, components);
  return {
    operationId: route.operation,
    summary: route.summary,
    tags: [tag],
    security: route.scope === 'public' ? [] : [{ bearer: [route.scope] }],
    ...(inputs.length > 0 && { parameters: inputs }),
    ...(body && { requestBody: body }),
    responses: { [route.success.status]: success(route, components), ...problems(route, statusOf) },
    ...(route.errors && { 'x-error-codes': route.errors }),
  };
}
