import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from '@jest/globals';
import type { Lead } from '@leadstream/contracts';
import { eventually } from '@leadstream/testing';
import { APPS } from '../../../infra/local/index.ts';
import { spansHolding, type TraceSpan } from '../../../tools/trace/trace-lines.ts';
import type { GatewayClient } from './gateway-client.js';
import type { System } from './system.js';

/** What traces, logs and metrics tell of one lead. */
export function describeTrace(running: () => System): void {
  describe('what is told of a request', () => {
    let system: System;
    let client: GatewayClient;
    beforeAll(async () => {
      system = running();
      client = await system.createTenant('Trace');
    });

    const traceFiles = (): string[] => globSync(join(system.traceFolder, 'traces', '*.jsonl'));

    async function spansNaming(text: string): Promise<TraceSpan[]> {
      const spans: TraceSpan[] = [];
      for await (const span of spansHolding(traceFiles(), text)) spans.push(span);
      return spans;
    }

    it('follows one lead under one trace id from the gateway through Kafka into every service', async () => {
      const { headers } = await client.post<Lead>('/v1/leads', {
        email: 'canary.person@example.com',
        firstName: 'Canary',
        phone: '+12025550199',
      });
      const requestId = headers.get('x-request-id') ?? '';
      await eventually(
        async () => {
          const first = (await spansNaming(requestId)).find(({ attributes }) => attributes['leadstream.request.id'] === requestId);
          const ours = (await spansNaming(first?.traceId ?? 'none')).filter(({ traceId }) => traceId === first?.traceId);
          expect([...new Set(ours.map(({ service }) => service))].sort()).toEqual([...APPS].sort());
          const known = new Set(ours.map(({ spanId }) => spanId));
          expect(ours.filter(({ parentSpanId }) => parentSpanId === undefined || !known.has(parentSpanId))).toMatchObject([
            { service: 'gateway' },
          ]);
        },
        { withinMs: 20_000, everyMs: 200 },
      );
    });

    it('leaves no personal data in traces, logs and metrics, whether requests succeed or fail', async () => {
      const person = { email: 'canary.person@example.com', phone: '+12025550199' };
      const refused = [
        await client.post('/v1/leads', { ...person, firstName: 'Canary' }),
        await client.post('/v1/leads', { email: 'canary at example', phone: '2025550199 ext canary' }),
        await client.post('/v1/leads', { ...person, canary: true }),
        await client.post('/v1/dnc', { kind: 'phone', value: 'canary 2025550199', reason: 'Canary asked' }),
        await client.post('/v1/members', { email: person.email, role: 'canary' }),
        await client.get('/v1/leads?email=canary.person@example.com&phone=%2B12025550199&limit=canary'),
      ];
      expect(refused.map(({ status }) => status)).toEqual([409, 422, 422, 422, 422, 422]);
      const files = [...traceFiles(), ...globSync(join(system.traceFolder, '*.log'))];
      expect(files.length).toBeGreaterThan(APPS.length);
      for (const file of files) expect(readFileSync(file, 'utf8')).not.toMatch(/canary|2025550199/i);
      for (const app of APPS) {
        const metrics = await fetch(new URL('/metrics', system.apps.managementUrl(app)));
        expect(await metrics.text()).not.toMatch(/canary|2025550199/i);
      }
    });
  });
}
