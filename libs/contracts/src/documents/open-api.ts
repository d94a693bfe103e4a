import type { RouteContract } from '../define-route.js';
import { problem } from '../http/problem.js';
import { COMMON_COMPONENTS } from './open-api-common.js';
import { OpenApiComponents } from './open-api-components.js';
import { openApiOperation, type StatusOf } from './open-api-operation.js';

export interface OpenApiInfo {
  readonly title: string;
  readonly version: string;
  readonly description?: string;
}

/** An OpenAPI 3.1 document, ready for JSON. */
export interface OpenApiDocument {
  readonly openapi: '3.1.0';
  readonly info: OpenApiInfo;
  readonly paths: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  readonly components: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  readonly [member: string]: unknown;
}

/** `/v1/leads/:id` → `/v1/leads/{id}`. */
function openApiPath(path: string): string {
  return path.replaceAll(/:(\w+)/g, '{$1}');
}

/** First noun of the path; groups operations in readable docs. */
function tagOf(route: RouteContract): string {
  return route.path.split('/')[2] ?? route.owner;
}

/**
 * The public API as OpenAPI 3.1: every route that is not internal, shared shapes (meta `id`) as components.
 * @param statusOf of the error codes that routes name; an answer of each is described
 * @throws Error when two different shapes share an id, or two routes share a method and path
 */
export function openApiDocument(
  routes: readonly RouteContract[],
  info: OpenApiInfo,
  statusOf: StatusOf = () => undefined,
): OpenApiDocument {
  const exposed = routes.filter((route) => route.scope !== 'internal');
  const components = new OpenApiComponents();
  const answers = [problem, ...exposed.flatMap((route) => route.success.body ?? [])];
  for (const answer of answers) components.schemaOf(answer, 'output');
  const paths: Record<string, Record<string, unknown>> = {};
  for (const route of exposed) {
    const operations = (paths[openApiPath(route.path)] ??= {});
    const method = route.method.toLowerCase();
    if (method in operations) throw new Error(`two routes share ${route.method} ${route.path}`);
    operations[method] = openApiOperation(route, tagOf(route), components, statusOf);
  }
  return {
    openapi: '3.1.0',
    info,
    servers: [{ url: '/' }],
    tags: [...new Set(exposed.map(tagOf))].sort().map((name) => ({ name })),
    paths,
    components: { ...COMMON_COMPONENTS, schemas: components.schemas() },
  };
}
