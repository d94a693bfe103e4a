import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { allRoutes, type RouteContract } from '@leadstream/contracts';
import { testDatabase, type TestDatabase, testRedis, type TestRedis } from '@leadstream/testing';
import { RunningGateway, type Tenant } from '../../spec/running-gateway.js';
import { configureEdge } from './configure-edge.js';

const exposed = allRoutes.filter((route) => route.scope !== 'internal');
const guarded = exposed.filter((route) => route.scope !== 'public');
const internal = allRoutes.filter((route) => route.scope === 'internal');
/** Of the API's description and its pages; they have no contract. */
const PAGES = ['/docs', '/docs/assets/*', '/docs/start.js', '/v1/openapi.json'];

let database: TestDatabase;
let redis: TestRedis;
let gateway: RunningGateway;
let acme: Tenant;
const registered: string[] = [];

beforeAll(async () => {
  database = await testDatabase();
  redis = await testRedis();
  gateway = await RunningGateway.start({
    databaseUrl: database.serviceUrl('gateway'),
    redisUrl: redis.url,
    options: {
      configure: async (app) => {
        app
          .getHttpAdapter()
          .getInstance()
          .addHook('onRoute', ({ method, url }) => {
            registered.push(...[method].flat().map((one) => `${one} ${url}`));
          });
        configureEdge(app);
      },
    },
  });
  acme = await gateway.bootstrap('Acme');
});

afterAll(async () => {
  await gateway?.close();
  await database?.drop();
  await redis?.drop();
});

const title = ({ method, path }: RouteContract) => `${method} ${path}`;
const pathOf = ({ path }: RouteContract) => path.replaceAll(/:\w+/g, '01920000-0000-7000-8000-00000000000a');

async function codeOf(route: RouteContract, key?: string): Promise<{ status: number; code: string }> {
  const response = await gateway.request(pathOf(route), { method: route.method, ...(key !== undefined && { key }) });
  const { code } = (await response.json()) as { code: string };
  return { status: response.status, code };
}

describe('the routes of the gateway', () => {
  it('are those of the contracts and the pages, and no other', () => {
    const known = new Set([...exposed.map(title), ...PAGES.map((path) => `GET ${path}`)]);
    const stray = registered.filter((route) => !known.has(route.replace(/^HEAD /, 'GET ')));
    expect(stray).toEqual([]);
    expect(exposed.map(title).filter((route) => !registered.includes(route))).toEqual([]);
  });

  it.each(guarded.map((route) => [title(route), route] as const))('%s answers nobody without a key', async (_title, route) => {
    expect(await codeOf(route)).toEqual({ status: 401, code: 'AUTH.CREDENTIAL_MISSING' });
  });

  it('answer nobody without their scope', async () => {
    for (const route of guarded) {
      const other = guarded.find(({ scope }) => scope !== route.scope)?.scope;
      const issued = await gateway.request('/v1/api-keys', {
        method: 'POST',
        key: acme.apiKey,
        body: JSON.stringify({ name: 'Other', scopes: [other] }),
      });
      const { key } = (await issued.json()) as { key: string };
      expect({ route: title(route), ...(await codeOf(route, key)) }).toEqual({
        route: title(route),
        status: 403,
        code: 'HTTP.SCOPE_MISSING',
      });
    }
  });

  it.each(internal.map((route) => [title(route), route] as const))('%s is not there', async (_title, route) => {
    expect((await codeOf(route, acme.apiKey)).status).toBe(404);
  });

  it('tell a wrong method and an unknown path', async () => {
    const wrong = await gateway.request('/v1/leads', { method: 'PUT', key: acme.apiKey });
    expect([wrong.status, wrong.headers.get('allow')]).toEqual([404, 'GET, POST']);
    expect((await gateway.request('/v2/leads', { key: acme.apiKey })).status).toBe(404);
  });
});

describe('the role matrix', () => {
  it('is printed whole: each scope with the operations it opens', async () => {
    const matrix = (await (await gateway.request('/v1/roles', { key: acme.apiKey })).json()) as {
      scopes: { scope: string; operations: string[] }[];
    };
    const printed = matrix.scopes.flatMap(({ scope, operations }) => operations.map((operation) => `${operation} ${scope}`)).sort();
    expect(printed).toEqual(guarded.map(({ operation, scope }) => `${operation} ${scope}`).sort());
  });
});
