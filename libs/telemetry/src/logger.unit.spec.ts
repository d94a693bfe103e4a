import { runInContext } from '@leadstream/kernel';
import { afterAll, beforeEach, describe, expect, it } from '@jest/globals';
import { logger } from './logger.js';
import { currentTraceparent, withSpan } from './spans.js';
import { startTelemetry } from './start-telemetry.js';

const lines: string[] = [];
const telemetry = startTelemetry({ service: 'lead', logTo: { write: (line) => void lines.push(line) } });
const log = logger('capture');
const request = { tenantId: 'tenant-1', actor: { kind: 'member', id: 'm' }, scopes: [], requestId: 'request-1' } as const;
const written = () => lines.map((line) => JSON.parse(line) as Record<string, unknown>);

beforeEach(() => {
  lines.length = 0;
});
afterAll(() => telemetry.shutdown());

describe('logger', () => {
  it('writes one JSON object a line: event, level, time, service, component, fields', () => {
    log.info('relay_published', { count: 3 });
    expect(lines[0]).toMatch(/^\{[^\n]*\}\n$/);
    expect(written()).toEqual([
      {
        level: 'info',
        time: expect.stringMatching(/^\d{4}-.*Z$/),
        service: 'lead',
        component: 'capture',
        event: 'relay_published',
        count: 3,
      },
    ]);
  });

  it('adds tenant and request, trace and span from the ambient contexts', async () => {
    const traceparent = await runInContext(request, () =>
      withSpan('work', {}, () => {
        log.info('inside');
        return currentTraceparent();
      }),
    );
    const [line] = written();
    expect(line).toMatchObject({ tenantId: 'tenant-1', requestId: 'request-1' });
    expect(traceparent).toBe(`00-${String(line?.['traceId'])}-${String(line?.['spanId'])}-01`);
  });

  it('keeps personal data and secrets out at any depth, whatever the spelling', () => {
    const person = { email: 'ada@example.com', first_name: 'Ada', Phone: '+49', nested: { 'API-Key': 'k', list: [{ token: 't' }] } };
    log.warn('person_seen', { person, authorization: 'Bearer x', leadId: 'lead-1' });
    expect(written()[0]).toMatchObject({
      person: {
        email: '[redacted]',
        first_name: '[redacted]',
        Phone: '[redacted]',
        nested: { 'API-Key': '[redacted]', list: [{ token: '[redacted]' }] },
      },
      authorization: '[redacted]',
      leadId: 'lead-1',
    });
  });

  it('cuts what would flood the log', () => {
    log.info('many', {
      rows: Array.from({ length: 500 }, (_, index) => index),
      bytes: Buffer.alloc(9),
      deep: { a: { b: { c: { d: {} } } } },
      big: 1n,
    });
    expect(written()[0]).toMatchObject({ bytes: '[9 bytes]', deep: { a: { b: { c: { d: '[deep]' } } } }, big: '1' });
    expect(written()[0]?.['rows']).toHaveLength(20);
  });

  it('writes errors as their safe fields', () => {
    log.error('failed', { error: Object.assign(new Error('no "Grace"'), { code: '23505', detail: 'Key (email)=(grace@example.com)' }) });
    expect(written()[0]?.['error']).toMatchObject({ name: 'Error', code: '23505', message: 'no …' });
    expect(lines[0]).not.toMatch(/grace/i);
  });

  it('says nothing below its level', () => {
    log.debug('chatter');
    expect(lines).toEqual([]);
  });
});
