import { DomainError } from '@leadstream/kernel';
import { startTelemetry } from '@leadstream/telemetry';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Controller, Get, Module, NotFoundException, Param } from '@nestjs/common';
import { call, problem, start } from '../edge.fixture.spec.js';
import type { RunningService } from '../server/start-http-service.js';

const failures: Readonly<Record<string, unknown>> = {
  conflict: new DomainError('LEAD.DUPLICATE_PHONE', 'conflict', 'Phone already in use', {
    detail: 'Another lead has it.',
    errors: [{ path: 'phone', code: 'duplicate', message: 'in use' }],
    extra: { existingId: 'lead-2', status: 999 },
  }),
  unavailable: new DomainError('DATABASE.UNAVAILABLE', 'unavailable', 'Try again', { extra: { retryAfterSeconds: 2.5 } }),
  limited: new DomainError('GATEWAY.RATE_LIMITED', 'rate_limited', 'Too many requests'),
  bug: Object.assign(new TypeError('cannot read "lovelace@example.com"'), { detail: 'Key (email)=(lovelace@example.com)' }),
  framework: new NotFoundException('lovelace@example.com'),
  text: 'lovelace@example.com',
  nothing: undefined,
};

@Controller()
class FailingController {
  @Get('/v1/fail/:how')
  async fail(@Param('how') how: string) {
    throw failures[how];
  }
}

@Module({ controllers: [FailingController] })
class FailingModule {}

const lines: string[] = [];
const telemetry = startTelemetry({ service: 'lead', logTo: { write: (line) => void lines.push(line) } });
let service: RunningService;
beforeAll(async () => {
  service = await start(FailingModule, { telemetry });
});
beforeEach(() => {
  lines.length = 0;
});
afterAll(() => service.close());

const fail = (how: string) => call(service, `/v1/fail/${how}`);

describe('what a handler throws', () => {
  it('is told by kind, with its fields and members, none of which can replace the standard ones', async () => {
    expect(await fail('conflict')).toMatchObject(
      problem(409, 'LEAD.DUPLICATE_PHONE', {
        title: 'Phone already in use',
        detail: 'Another lead has it.',
        existingId: 'lead-2',
        errors: [{ path: 'phone', code: 'duplicate', message: 'in use' }],
      }),
    );
  });

  it('says when to come again', async () => {
    const unavailable = await fail('unavailable');
    expect(unavailable).toMatchObject(problem(503, 'DATABASE.UNAVAILABLE'));
    expect(unavailable.headers.get('retry-after')).toBe('3');
    expect((await fail('limited')).headers.get('retry-after')).toBe('1');
  });

  it.each(['bug', 'text', 'nothing'])('unexpectedly is 500 without a word on why: %s', async (how) => {
    const answer = await fail(how);
    expect(answer).toMatchObject(problem(500, 'HTTP.INTERNAL'));
    expect(answer.text).not.toContain('lovelace');
  });

  it('unexpectedly is logged with request and tenant, and without values', async () => {
    await fail('bug');
    const entry = JSON.parse(lines[0] ?? '{}') as Record<string, unknown>;
    expect(entry).toMatchObject({
      level: 'error',
      event: 'request_failed',
      route: '/v1/fail/:how',
      requestId: 'request-1',
      tenantId: expect.any(String),
      traceId: expect.any(String),
      error: { name: 'TypeError' },
    });
    expect(lines.join('')).not.toContain('lovelace@');
  });

  it('by the framework keeps its status and loses its text', async () => {
    const answer = await fail('framework');
    expect(answer).toMatchObject(problem(404, 'HTTP.NOT_FOUND'));
    expect(answer.text).not.toContain('lovelace');
  });

  it('as expected is not an error in the log', async () => {
    await fail('conflict');
    await fail('framework');
    expect(lines).toEqual([]);
  });
});
