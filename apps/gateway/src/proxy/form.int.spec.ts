import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually, testDatabase, type TestDatabase, testRedis, type TestRedis } from '@leadstream/testing';
import { answer } from '../../spec/fake-service.js';
import { RunningGateway } from '../../spec/running-gateway.js';

const LIMIT = 3;
const ORIGIN = 'https://shop.example';

let database: TestDatabase;
let redis: TestRedis;
let gateway: RunningGateway;

beforeAll(async () => {
  database = await testDatabase();
  redis = await testRedis();
  const settings = { RATE_LIMIT_FORM_PER_MINUTE: String(LIMIT), RATE_LIMIT_PUBLIC_PER_MINUTE: '20', TRUSTED_PROXIES: '127.0.0.0/8' };
  gateway = await RunningGateway.start({ databaseUrl: database.serviceUrl('gateway'), redisUrl: redis.url, settings });
});

afterAll(async () => {
  await gateway?.close();
  await database?.drop();
  await redis?.drop();
});

const formOf = (key: string): string => `/v1/lead-forms/${key}/submissions`;
const submit = (key: string, init: RequestInit = {}, address = '203.0.113.1') =>
  gateway.request(formOf(key), {
    method: 'POST',
    body: 'email=a%40x.com',
    ...init,
    headers: { 'content-type': 'application/x-www-form-urlencoded', origin: ORIGIN, 'x-forwarded-for': address },
  });
const told = ({ status, headers }: Response) => [status, headers.get('access-control-allow-origin'), headers.get('vary')];

/** How many requests were counted in memory, because Redis did not answer in a quarter of a second. */
async function countedInMemory(): Promise<number> {
  const text = await (await fetch(`${gateway.service.managementUrl}/metrics`)).text();
  return Number(/^gateway_rate_limit_fallbacks_total\S* (\d+)/m.exec(text)?.[1] ?? 0);
}

describe('a form of a page of another origin', () => {
  it('reaches the service without a key, as it was sent, with the address of the visitor', async () => {
    const bodies: string[] = [];
    gateway.services.lead.handler = (request, response) => {
      request.setEncoding('utf8').on('data', (text: string) => bodies.push(text));
      request.on('end', () => answer(response, 202, { status: 'received' }));
    };
    const response = await submit('first', {}, '203.0.113.9');
    expect(told(response)).toEqual([202, ORIGIN, 'Origin']);
    const { headers, url, claims } = gateway.services.lead.last;
    expect([url, headers.origin, headers['content-type'], bodies]).toEqual([
      formOf('first'),
      ORIGIN,
      'application/x-www-form-urlencoded',
      ['email=a%40x.com'],
    ]);
    expect([claims.tid, claims.ip]).toEqual([undefined, '203.0.113.9']);
  });

  it('is asked for in advance by the browser: the service judges, and its answer comes through', async () => {
    gateway.services.lead.handler = ({ headers }, response) => {
      if (headers.origin !== ORIGIN) return answer(response, 403, { code: 'LEAD.FORM_ORIGIN' });
      response.writeHead(204, { 'access-control-allow-methods': 'POST', 'access-control-allow-headers': 'Content-Type' }).end();
    };
    const preflight = (origin: string) =>
      gateway.request(formOf('asked'), { method: 'OPTIONS', headers: { origin, 'access-control-request-method': 'POST' } });
    const asked = await preflight(ORIGIN);
    expect([...told(asked), asked.headers.get('access-control-allow-methods'), asked.headers.get('access-control-allow-headers')]).toEqual([
      204,
      ORIGIN,
      'Origin',
      'POST',
      'Content-Type',
    ]);
    expect((await preflight('https://evil.example')).status).toBe(403);
  });

  it('can tell its visitor why it was refused, also when the gateway refuses', async () => {
    gateway.services.lead.handler = (_request, response) => answer(response, 422, { code: 'LEAD.FORM_REFUSED' });
    expect(told(await submit('refused'))).toEqual([422, ORIGIN, 'Origin']);
    const large = await submit('refused', { body: 'x'.repeat(33 * 1024) });
    expect([...told(large), ((await large.json()) as { code: string }).code]).toEqual([413, ORIGIN, 'Origin', 'HTTP.BODY_TOO_LARGE']);
  });
});

describe('submissions', () => {
  it('count by form and address', async () => {
    gateway.services.lead.handler = (_request, response) => answer(response, 202, { status: 'received' });
    const statuses: number[] = [];
    for (let n = 0; n <= LIMIT; n += 1) statuses.push((await submit('busy', {}, '203.0.113.2')).status);
    expect(statuses).toEqual([...Array<number>(LIMIT).fill(202), 429]);
    const refused = await submit('busy', {}, '203.0.113.2');
    expect(told(refused)).toEqual([429, ORIGIN, 'Origin']);
    expect([refused.headers.get('ratelimit-policy'), Number(refused.headers.get('retry-after')) > 0]).toEqual([
      `"form";q=${LIMIT};w=60`,
      true,
    ]);
    expect((await submit('busy', {}, '203.0.113.3')).status).toBe(202);
    expect((await submit('quiet', {}, '203.0.113.2')).status).toBe(202);
  });

  it('count by address, too, whatever forms they name', async () => {
    // From another address each time, until Redis counted all of it.
    let host = 10;
    const statuses = await eventually(async () => {
      const [before, address, found] = [await countedInMemory(), `203.0.113.${(host += 1)}`, [] as number[]];
      for (let n = 0; n <= 20; n += 1) found.push((await submit(`guess-${n}`, {}, address)).status);
      expect(await countedInMemory()).toBe(before);
      return found;
    });
    expect(statuses.lastIndexOf(202)).toBe(19);
    expect(statuses[20]).toBe(429);
  });
});
