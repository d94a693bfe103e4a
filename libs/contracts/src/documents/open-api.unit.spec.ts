import { describe, expect, it } from '@jest/globals';
import { Validator } from '@seriousme/openapi-schema-validator';
import { z } from 'zod';
import { defineRoute, type RouteContract } from '../define-route.js';
import { allRoutes } from '../http/index.js';
import { openApiDocument } from './open-api.js';

const info = { title: 'API', version: '1.0.0' };
const plain = (routes: readonly RouteContract[]): Record<string, unknown> =>
  JSON.parse(JSON.stringify(openApiDocument(routes, info))) as Record<string, unknown>;
const valid = async (document: Record<string, unknown>): Promise<boolean> => (await new Validator().validate(document)).valid;

const thing = z.object({ id: z.uuid(), size: z.int().default(1) }).meta({ id: 'Thing' });
const readThing = defineRoute({
  operation: 'readThing',
  owner: 'lead',
  method: 'GET',
  path: '/v1/things/:id',
  summary: 'One thing.',
  scope: 'things:read',
  rateClass: 'read',
  params: z.strictObject({ id: z.uuid() }),
  query: z.strictObject({ limit: z.coerce.number().int().default(5), kind: z.string() }),
  success: { status: 200, body: thing },
  errors: ['THING.NOT_FOUND'],
});
const createThing = defineRoute({
  operation: 'createThing',
  owner: 'lead',
  method: 'POST',
  path: '/v1/things',
  summary: 'Make a thing.',
  scope: 'things:write',
  rateClass: 'write',
  body: thing,
  ifMatch: true,
  success: { status: 201, body: thing },
});

describe('OpenAPI document', () => {
  it('of all routes satisfies the official schema of 3.1, which does refuse', async () => {
    expect(await valid(plain(allRoutes))).toBe(true);
    expect(await valid({ ...plain(allRoutes), paths: { 'no-slash': {} } })).toBe(false);
  });

  it('has each operation once, under an id of its own', () => {
    const operations = allRoutes.map((route) => route.operation);
    expect(new Set(operations).size).toBe(operations.length);
  });

  it('describes parameters, scope, success and problems of a route', () => {
    expect(plain([readThing])['paths']).toMatchObject({
      '/v1/things/{id}': {
        get: {
          operationId: 'readThing',
          security: [{ bearer: ['things:read'] }],
          parameters: [
            { name: 'id', in: 'path', required: true, schema: { format: 'uuid' } },
            { name: 'limit', in: 'query', schema: { default: 5 } },
            { name: 'kind', in: 'query', required: true },
          ],
          responses: {
            200: { content: { 'application/json': { schema: { $ref: '#/components/schemas/Thing' } } } },
            401: { $ref: '#/components/responses/Problem401' },
            404: { $ref: '#/components/responses/Problem404' },
          },
          'x-error-codes': ['THING.NOT_FOUND'],
        },
      },
    });
  });

  it('keeps a shape twice when it is sent otherwise than it is answered', () => {
    const document = plain([createThing, readThing]);
    expect(document['components']).toMatchObject({ schemas: { Thing: { required: ['id', 'size'] }, ThingInput: { required: ['id'] } } });
    expect(document['paths']).toMatchObject({
      '/v1/things': {
        post: {
          parameters: expect.arrayContaining([
            { $ref: '#/components/parameters/IfMatch' },
            { $ref: '#/components/parameters/IdempotencyKey' },
          ]),
        },
      },
    });
  });

  it('tells an `If-Match` that is demanded from one that may be left out', () => {
    const put = (operation: string, ifMatch: boolean | 'optional') =>
      defineRoute<RouteContract>({ ...createThing, method: 'PUT', path: `/v1/${operation}`, operation, ifMatch });
    const { paths } = plain([put('demanded', true), put('optional', 'optional'), put('free', false)]) as {
      paths: Record<string, { put: { parameters?: { $ref: string }[]; responses: object } }>;
    };
    const told = Object.values(paths).map(({ put: { parameters = [], responses } }) => [
      parameters.map(({ $ref }) => $ref.split('/').at(-1)),
      ['412', '428'].filter((status) => status in responses),
    ]);
    expect(told).toEqual([
      [['IfMatch'], ['412', '428']],
      [['OptionalIfMatch'], ['412']],
      [[], []],
    ]);
  });

  it('says which answers carry a version, and that a patch is a merge patch', () => {
    const body = z.object({ id: z.uuid(), version: z.int() });
    const patch = defineRoute<RouteContract>({
      ...readThing,
      method: 'PATCH',
      operation: 'patchThing',
      body,
      success: { status: 200, body },
    });
    expect(plain([patch])['paths']).toMatchObject({
      '/v1/things/{id}': {
        patch: {
          requestBody: { content: { 'application/merge-patch+json': {}, 'application/json': {} } },
          responses: { 200: { headers: { ETag: { $ref: '#/components/headers/ETag' } } } },
        },
      },
    });
  });

  it('leaves internal routes out', () => {
    expect(plain([defineRoute<RouteContract>({ ...readThing, scope: 'internal' })])['paths']).toEqual({});
  });

  it('refuses two shapes with one id, and two routes at one address', () => {
    const other = defineRoute<RouteContract>({
      ...readThing,
      operation: 'readOther',
      path: '/v1/others/:id',
      success: { status: 200, body: z.object({ a: z.int() }).meta({ id: 'Thing' }) },
    });
    expect(() => openApiDocument([readThing, other], info)).toThrow('two shapes share the id Thing');
    expect(() => openApiDocument([readThing, { ...readThing, operation: 'again' }], info)).toThrow('two routes share GET /v1/things/:id');
  });

  it('tells of what a route answers as JSON and as a page', () => {
    const page = defineRoute({ ...readThing, success: { status: 200, body: thing, media: 'text/html' } });
    const { paths } = plain([page]) as { paths: Record<string, { get: { responses: Record<string, { content: object }> } }> };
    expect(paths['/v1/things/{id}']?.get.responses['200']?.content).toEqual({
      'application/json': { schema: { $ref: '#/components/schemas/Thing' } },
      'text/html': { schema: { type: 'string' } },
    });
  });
});
