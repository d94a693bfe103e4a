import { connect } from 'node:net';
import { startTelemetry } from '@leadstream/telemetry';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Controller, Module } from '@nestjs/common';
import { z } from 'zod';
import { call, member, problem, start, token } from '../edge.fixture.spec.js';
import { CONTEXT_HEADER } from '../context/context-token.js';
import { Input, Route } from '../route/route.decorator.js';
import type { InputOf } from '../route/route-binding.js';
import type { RunningService } from '../server/start-http-service.js';

const writeNote = {
  operation: 'writeNote',
  method: 'POST',
  path: '/v1/notes/:id',
  scope: 'leads:write',
  params: z.strictObject({ id: z.string().max(20) }),
  query: z.strictObject({ limit: z.coerce.number().int().max(1_000).optional(), tag: z.string().optional() }),
  body: z.strictObject({ text: z.string(), labels: z.record(z.string(), z.unknown()).optional() }),
  success: { status: 200, body: z.unknown() },
} as const;
const touchNote = {
  operation: 'touchNote',
  method: 'PUT',
  path: '/v1/notes/:id',
  scope: 'leads:write',
  ifMatch: true,
  success: { status: 200, body: z.unknown() },
} as const;
const putNote = {
  operation: 'putNote',
  method: 'PUT',
  path: '/v1/put-notes/:id',
  scope: 'leads:write',
  ifMatch: 'optional',
  success: { status: 200, body: z.unknown() },
} as const;

@Controller()
class NoteController {
  @Route(writeNote)
  write(@Input() input: InputOf<typeof writeNote>) {
    return input;
  }

  @Route(touchNote)
  touch(@Input() input: InputOf<typeof touchNote>) {
    return input;
  }

  @Route(putNote)
  put(@Input() input: InputOf<typeof putNote>) {
    return input;
  }
}

@Module({ controllers: [NoteController] })
class NoteModule {}

const telemetry = startTelemetry({ service: 'lead', logLevel: 'silent' });
let service: RunningService;
beforeAll(async () => {
  service = await start(NoteModule, { telemetry, env: { BODY_LIMIT_BYTES: '2000' } });
});
afterAll(() => service.close());

const post = (body: unknown, path = '/v1/notes/1', headers = {}) => call(service, path, { method: 'POST', body, headers });

describe('a body that cannot be read', () => {
  it.each(['{', '', '{"text":"a\u0000"}', Buffer.from([0x22, 0xff, 0x22])])('is 400: %j', async (body) => {
    const answer = await post(body, '/v1/notes/1');
    expect(answer).toMatchObject(problem(400, 'HTTP.MALFORMED_JSON'));
    expect(answer.headers.get('content-type')).toBe('application/problem+json; charset=utf-8');
  });

  it('reaching for prototypes is 400 with the path', async () => {
    expect(await post('{"text":"a","labels":{"__proto__":{"admin":true}}}')).toMatchObject(
      problem(400, 'HTTP.FORBIDDEN_KEY', { errors: [expect.objectContaining({ path: 'labels.__proto__', code: 'forbidden_key' })] }),
    );
  });

  it('of another type is 415, and one without a type too', async () => {
    for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x', 'nonsense']) {
      expect(await post('text=a', undefined, { 'content-type': type })).toMatchObject(problem(415, 'HTTP.UNSUPPORTED_MEDIA_TYPE'));
    }
  });

  it('too large is 413, whether announced or not', async () => {
    expect(await post({ text: 'x'.repeat(3_000) })).toMatchObject(problem(413, 'HTTP.BODY_TOO_LARGE'));
    const context = `${CONTEXT_HEADER}: ${token.sign(member)}`;
    const answer = await rawAnswer([
      'POST /v1/notes/1 HTTP/1.1',
      'host: x',
      context,
      'content-type: application/json',
      'transfer-encoding: chunked',
      '',
      'bb8',
      'x'.repeat(3_000),
      '0',
      '',
      '',
    ]);
    expect(answer).toMatch(/^HTTP\/1\.1 413/);
  });
});

describe('a body that is not acceptable', () => {
  it('is 422 naming each field, unknown ones included', async () => {
    expect(await post({ texts: 'a', labels: 1 })).toMatchObject(
      problem(422, 'HTTP.INVALID_BODY', {
        errors: [
          { path: 'text', code: 'required', message: expect.any(String) },
          { path: 'labels', code: 'wrong_type', message: expect.any(String) },
          { path: 'texts', code: 'unknown_field', message: expect.any(String) },
        ],
      }),
    );
  });

  it('is 422 when it is missing', async () => {
    expect(await call(service, '/v1/notes/1', { method: 'POST' })).toMatchObject(
      problem(422, 'HTTP.INVALID_BODY', { errors: [expect.objectContaining({ path: '', code: 'required' })] }),
    );
  });

  it('is 422 with the path of a NUL or half a character', async () => {
    expect(await post('{"text":"a","labels":{"b":["\\u0000"]}}')).toMatchObject(
      problem(422, 'HTTP.FORBIDDEN_CHARACTER', { errors: [expect.objectContaining({ path: 'labels.b.0', code: 'nul_character' })] }),
    );
    expect(await post('{"text":"\\ud83d"}')).toMatchObject(
      problem(422, 'HTTP.FORBIDDEN_CHARACTER', { errors: [expect.objectContaining({ path: 'text', code: 'lone_surrogate' })] }),
    );
  });
});

describe('an address', () => {
  it.each([
    ['/v1/notes/1?limit=x', 422, 'HTTP.INVALID_QUERY', 'limit', 'wrong_type'],
    ['/v1/notes/1?limit=1001', 422, 'HTTP.INVALID_QUERY', 'limit', 'too_big'],
    ['/v1/notes/1?tag=a&tag=b', 422, 'HTTP.INVALID_QUERY', 'tag', 'wrong_type'],
    ['/v1/notes/1?limits=1', 422, 'HTTP.INVALID_QUERY', 'limits', 'unknown_field'],
    ['/v1/notes/1?__proto__=1', 422, 'HTTP.INVALID_QUERY', '__proto__', 'unknown_field'],
    ['/v1/notes/abcdefghijklmnopqrstuvwxyz', 422, 'HTTP.INVALID_PARAMS', 'id', 'too_big'],
    ['/v1/notes/1?tag=%00', 422, 'HTTP.FORBIDDEN_CHARACTER', 'tag', 'nul_character'],
    ['/v1/notes/a%00b', 422, 'HTTP.FORBIDDEN_CHARACTER', 'id', 'nul_character'],
  ])('%s is %d %s', async (path, status, code, field, reason) => {
    expect(await post({ text: 'a' }, path)).toMatchObject(
      problem(status, code, { errors: [{ path: field, code: reason, message: expect.any(String) }] }),
    );
  });

  it('that is unknown is 404, and one known for other methods says which', async () => {
    expect(await call(service, '/v1/nowhere')).toMatchObject({ status: 404, body: { code: 'HTTP.NOT_FOUND' } });
    const answer = await call(service, '/v1/notes/1', { method: 'DELETE' });
    expect(answer).toMatchObject({ status: 404, body: { code: 'HTTP.NOT_FOUND' } });
    expect(answer.headers.get('allow')).toBe('POST, PUT');
    expect((await call(service, '/v1/notes/')).status).toBe(404);
  });

  it.each(['/v1/notes/%zz', '/%ff%fe', `/v1/notes/${'x'.repeat(600)}`])('that cannot be read is 400: %s', async (path) => {
    expect(await call(service, path, { method: 'POST' })).toMatchObject({ status: 400, body: { code: 'HTTP.MALFORMED_URL' } });
  });

  it('of a contract without a query takes no parameters', async () => {
    expect(await call(service, '/v1/notes/1?a=1', { method: 'PUT', headers: { 'if-match': '1' } })).toMatchObject(
      problem(422, 'HTTP.INVALID_QUERY'),
    );
  });
});

describe('If-Match', () => {
  it('is 428 when it is missing and 400 when it is no version', async () => {
    expect(await call(service, '/v1/notes/1', { method: 'PUT' })).toMatchObject(problem(428, 'HTTP.IF_MATCH_REQUIRED'));
    expect(await call(service, '/v1/notes/1', { method: 'PUT', headers: { 'if-match': 'x' } })).toMatchObject(
      problem(400, 'HTTP.BAD_IF_MATCH'),
    );
    expect(await call(service, '/v1/notes/1', { method: 'PUT', headers: { 'if-match': 'W/"4"' } })).toMatchObject({
      status: 200,
      body: { ifMatch: 4 },
    });
  });

  it('may be missing where it is optional, and is read where it is sent', async () => {
    const put = (headers: Record<string, string>) => call(service, '/v1/put-notes/1', { method: 'PUT', headers });
    expect((await put({})).body).not.toHaveProperty('ifMatch');
    expect(await put({ 'if-match': '"0"' })).toMatchObject({ status: 200, body: { ifMatch: 0 } });
    expect(await put({ 'if-match': '*' })).toMatchObject(problem(400, 'HTTP.BAD_IF_MATCH'));
  });
});

describe('bytes that are no HTTP', () => {
  it('get a problem document and the end of the connection', async () => {
    const answer = await rawAnswer(['HELLO', '', '']);
    expect(answer).toMatch(/^HTTP\/1\.1 400 Bad Request\r\n[^]*x-request-id: [0-9a-f-]{36}[^]*"code":"HTTP\.MALFORMED_REQUEST"/);
  });
});

function rawAnswer(lines: readonly string[]): Promise<string> {
  const { hostname, port } = new URL(service.url ?? '');
  return new Promise((resolve, reject) => {
    let text = '';
    const socket = connect(Number(port), hostname, () => socket.write(lines.join('\r\n')));
    socket.on('data', (chunk) => (text += chunk.toString()));
    socket.on('close', () => resolve(text)).on('error', reject);
    socket.on('data', () => socket.end());
  });
}
