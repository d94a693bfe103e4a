import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { Lead } from '@leadstream/contracts';
import { eventually } from '@leadstream/testing';
import { APPS } from '../../../infra/local/index.ts';
import type { GatewayClient } from './gateway-client.js';
import { startSystem, type System } from './system.js';

interface Span {
  readonly service: string;
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId: string;
  readonly attributes: Readonly<Record<string, string>>;
}

interface Attribute {
  readonly key: string;
  readonly value: { readonly stringValue?: string };
}

interface ExportedLine {
  readonly resourceSpans: readonly {
    readonly resource: { readonly attributes: readonly Attribute[] };
    readonly scopeSpans: readonly {
      readonly spans: readonly { traceId: string; spanId: string; parentSpanId?: string; attributes: readonly Attribute[] }[];
    }[];
  }[];
}

const textsOf = (attributes: readonly Attribute[]) => Object.fromEntries(attributes.map(({ key, value }) => [key, value.stringValue ?? '']));

/** Every span that the apps have written, as OTLP JSON lines. */
function readSpans(folder: string): Span[] {
  const lines = globSync(join(folder, 'traces', '*.jsonl')).flatMap((file) => readFileSync(file, 'utf8').split('\n').slice(0, -1));
  return lines.flatMap((line) =>
    (JSON.parse(line) as ExportedLine).resourceSpans.flatMap(({ resource, scopeSpans }) =>
      scopeSpans.flatMap(({ spans }) =>
        spans.map(({ traceId, spanId, parentSpanId, attributes }) => ({
          service: textsOf(resource.attributes)['service.name'] ?? '',
          traceId,
          spanId,
          parentSpanId: parentSpanId ?? '',
          attributes: textsOf(attributes),
        })),
      ),
    ),
  );
}

let system: System;
let client: GatewayClient;
beforeAll(async () => {
  system = await startSystem();
  client = await system.createTenant('Trace');
}, 120_000);
afterAll(() => system?.stop(), 60_000);

it('follows one lead under one trace id from the gateway through Kafka into every service', async () => {
  const { headers } = await client.post<Lead>('/v1/leads', { email: 'canary.person@example.com', firstName: 'Canary', phone: '+12025550199' });
  const requestId = headers.get('x-request-id');
  await eventually(
    () => {
      const spans = readSpans(system.traceFolder);
      const traceId = spans.find((span) => span.service === 'gateway' && span.attributes['leadstream.request.id'] === requestId)?.traceId;
      const ours = spans.filter((span) => span.traceId === traceId);
      expect([...new Set(ours.map(({ service }) => service))].sort()).toEqual([...APPS].sort());
      const known = new Set(ours.map(({ spanId }) => spanId));
      expect(ours.filter(({ parentSpanId }) => !known.has(parentSpanId))).toHaveLength(1);
    },
    { withinMs: 20_000, everyMs: 200 },
  );
}, 60_000);

it('leaves no personal data in traces and logs', () => {
  const files = globSync([join(system.traceFolder, 'traces', '*.jsonl'), join(system.traceFolder, '*.log')]);
  expect(files.length).toBeGreaterThanOrEqual(APPS.length);
  for (const file of files) expect(readFileSync(file, 'utf8')).not.toMatch(/canary|2025550199/i);
});
