import { once } from 'node:events';
import { request as httpRequest } from 'node:http';
import { Readable } from 'node:stream';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually, testDatabase, type TestDatabase, testRedis, type TestRedis } from '@leadstream/testing';
import { answer, sizeOf } from '../../spec/fake-service.js';
import { RunningGateway, type Tenant } from '../../spec/running-gateway.js';

const MIB = 1024 * 1024;

let database: TestDatabase;
let redis: TestRedis;
let gateway: RunningGateway;
let acme: Tenant;

beforeAll(async () => {
  database = await testDatabase();
  redis = await testRedis();
  gateway = await RunningGateway.start({
    databaseUrl: database.serviceUrl('gateway'),
    redisUrl: redis.url,
    settings: { REQUEST_ARRIVAL_MS: '1000', UPLOAD_IDLE_MS: '3000' },
  });
  acme = await gateway.bootstrap('Acme');
});

afterAll(async () => {
  await gateway?.close();
  await database?.drop();
  await redis?.drop();
});

afterEach(() => {
  gateway.services.lead.handler = (_request, response) => answer(response, 200, {});
});

async function codeOf(response: Response): Promise<string> {
  return ((await response.json()) as { code: string }).code;
}

describe('an upload', () => {
  const uploadHeaders = { 'content-type': 'multipart/form-data; boundary=b' };

  async function upload(pieces: AsyncIterable<Buffer>, headers: Record<string, string>) {
    const request = httpRequest(`${gateway.url}/v1/imports`, {
      method: 'POST',
      headers: { authorization: `Bearer ${acme.apiKey}`, ...uploadHeaders, ...headers },
    });
    request.on('error', () => undefined);
    const answered = once(request, 'response').then(async ([response]) => {
      let text = '';
      for await (const piece of response.setEncoding('utf8')) text += piece;
      return { status: response.statusCode as number, body: JSON.parse(text) as Record<string, unknown> };
    });
    const source = Readable.from(pieces);
    source.pipe(request);
    const result = await answered;
    source.destroy();
    request.destroy();
    return result;
  }

  async function* pieces(count: number, sizeBytes = 64 * 1024): AsyncGenerator<Buffer> {
    const piece = Buffer.alloc(sizeBytes, 'x');
    for (let i = 0; i < count; i++) yield piece;
  }

  it('flows through without being collected, with or without a declared length', async () => {
    gateway.services.lead.handler = (request, response) => void sizeOf(request).then((sizeBytes) => answer(response, 202, { sizeBytes }));
    const count = 400;
    const sizeBytes = count * 64 * 1024;
    expect(await upload(pieces(count), {})).toEqual({ status: 202, body: { sizeBytes } });
    expect(await upload(pieces(count), { 'content-length': String(sizeBytes) })).toEqual({ status: 202, body: { sizeBytes } });
    expect(gateway.services.lead.last.headers['content-length']).toBe(String(sizeBytes));
  });

  describe('of ten gigabytes', () => {
    /** What an upload may have, and what may be on its way when that is passed. */
    const READ_AT_MOST = 512 * MIB + 32 * MIB;

    it('is refused before it is read when its length is declared', async () => {
      let [sentBytes, readBytes] = [0, 0];
      gateway.services.lead.handler = (request) => request.on('data', (piece: Buffer) => (readBytes += piece.length));
      async function* counted() {
        for await (const piece of pieces(160 * 1024)) {
          sentBytes += piece.length;
          yield piece;
        }
      }
      const refused = await upload(counted(), { 'content-length': String(10 * 1024 * MIB) });
      expect(refused).toMatchObject({ status: 413, body: { code: 'HTTP.BODY_TOO_LARGE' } });
      expect(readBytes).toBe(0);
      // What the buffers between the two hold.
      expect(sentBytes).toBeLessThan(32 * MIB);
    });

    it('is refused where it passes the limit when its length is not declared, in little memory', async () => {
      let readBytes = 0;
      gateway.services.lead.handler = (request, response) => {
        request.on('data', (piece: Buffer) => (readBytes += piece.length));
        request.on('error', () => response.destroy());
      };
      const before = process.memoryUsage().rss;
      expect(await upload(pieces(160 * 1024), {})).toMatchObject({ status: 413, body: { code: 'HTTP.BODY_TOO_LARGE' } });
      expect(readBytes).toBeLessThan(READ_AT_MOST);
      expect(process.memoryUsage().rss - before).toBeLessThan(128 * MIB);
    });
  });

  it('without a key is refused at once', async () => {
    const refused = await upload(pieces(160 * 1024), { authorization: 'Bearer none' });
    expect(refused).toMatchObject({ status: 401, body: { code: 'AUTH.CREDENTIAL_MALFORMED' } });
  });

  it('of JSON is limited to a mebibyte', async () => {
    const body = JSON.stringify({ text: 'x'.repeat(MIB) });
    const response = await gateway.request('/v1/leads', { method: 'POST', key: acme.apiKey, body });
    expect(response.status).toBe(413);
    expect(await codeOf(response)).toBe('HTTP.BODY_TOO_LARGE');
  });

  it('that comes slowly takes longer than other requests may; one that stops coming is given up', async () => {
    gateway.services.lead.handler = (request, response) =>
      void sizeOf(request).then(
        (sizeBytes) => answer(response, 202, { sizeBytes }),
        () => undefined,
      );
    const send = (path: string, type: string) =>
      httpRequest(`${gateway.url}${path}`, {
        method: 'POST',
        headers: { authorization: `Bearer ${acme.apiKey}`, 'content-type': type, 'content-length': '3' },
        // The connection ends behind the answer.
      }).on('error', () => undefined);
    const answerTo = async (request: ReturnType<typeof httpRequest>) => ((await once(request, 'response')) as [{ statusCode: number }])[0];
    const [upload, lead] = [send('/v1/imports', uploadHeaders['content-type']), send('/v1/leads', 'application/json')];
    const [answers, refusal] = [answerTo(upload), answerTo(lead)];
    upload.write('x');
    lead.write('{');
    // By then the other one has been given up.
    expect((await refusal).statusCode).toBe(408);
    upload.end('xx');
    expect((await answers).statusCode).toBe(202);
    const silent = send('/v1/imports', uploadHeaders['content-type']);
    silent.write('x');
    expect((await answerTo(silent)).statusCode).toBe(408);
  });

  it('that its sender gives up is given up towards the service', async () => {
    const cut = new Promise<void>((resolve) => {
      gateway.services.lead.handler = (request) => void sizeOf(request).catch(() => resolve());
    });
    const request = httpRequest(`${gateway.url}/v1/imports`, {
      method: 'POST',
      headers: { authorization: `Bearer ${acme.apiKey}`, ...uploadHeaders },
    });
    request.on('error', () => undefined);
    const arrived = gateway.services.lead.received.length;
    request.write(Buffer.alloc(MIB));
    await eventually(() => expect(gateway.services.lead.received.length).toBeGreaterThan(arrived));
    request.destroy();
    await cut;
  });
});
