import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { findTraces } from './find-traces.ts';
import { traceTree } from './trace-tree.ts';

const folder = mkdtempSync(join(tmpdir(), 'traces-'));
afterAll(() => rmSync(folder, { recursive: true }));

const START_NS = 1_795_246_175_000_000_000n;
const TRACE = '0af7651916cd43dd8448eb211c80319c';
const OTHER = '1bf7651916cd43dd8448eb211c80319c';

interface Sketch {
  readonly id: string;
  readonly parent?: string;
  readonly name: string;
  readonly atMs: number;
  readonly ms: number;
  readonly trace?: string;
  readonly attributes?: Readonly<Record<string, string>>;
  readonly failed?: boolean;
}

function line(service: string, spans: readonly Sketch[]): string {
  const attribute = ([key, stringValue]: readonly [string, string]) => ({ key, value: { stringValue } });
  return JSON.stringify({
    resourceSpans: [
      {
        resource: { attributes: [attribute(['service.name', service])] },
        scopeSpans: [
          {
            spans: spans.map(({ id, parent, name, atMs, ms, trace = TRACE, attributes = {}, failed }) => ({
              traceId: trace,
              spanId: id,
              ...(parent && { parentSpanId: parent }),
              name,
              startTimeUnixNano: String(START_NS + BigInt(atMs * 1e6)),
              endTimeUnixNano: String(START_NS + BigInt((atMs + ms) * 1e6)),
              status: { code: failed ? 2 : 0 },
              attributes: Object.entries(attributes).map(attribute),
            })),
          },
        ],
      },
    ],
  });
}

function file(name: string, lines: readonly string[]): string {
  const path = join(folder, name);
  writeFileSync(path, lines.join('\n'));
  return path;
}

const files = [
  file('gateway.jsonl', [
    line('gateway', [{ id: 'a', name: 'POST /v1/leads', atMs: 0, ms: 12 }]),
    line('gateway', [{ id: 'z', name: 'GET /v1/leads', atMs: 500, ms: 1, trace: OTHER }]),
    '{"resourceSpans":[{"torn',
  ]),
  file('lead.jsonl', [
    line('lead', [{ id: 'b', parent: 'a', name: 'POST /v1/leads', atMs: 2, ms: 8, attributes: { 'leadstream.aggregate.id': 'lead-1' } }]),
  ]),
  file('compliance.jsonl', [
    line('compliance', [
      { id: 'c', parent: 'b', name: 'consume crm.lead.v1', atMs: 30, ms: 4.5, failed: true, attributes: { 'error.type': '23505' } },
      { id: 'd', parent: 'lost', name: 'project', atMs: 31, ms: 1 },
    ]),
  ]),
];

describe('npm run trace', () => {
  it('prints the hops of one trace as a tree across services', async () => {
    const [spans] = await findTraces(files, { traceId: TRACE.toUpperCase() });
    expect(traceTree(spans ?? []).split('\n')).toEqual([
      `trace ${TRACE}: 4 spans, 3 services, 34.5 ms`,
      '      +0.0     12.0 ms  gateway     POST /v1/leads',
      '      +2.0      8.0 ms  lead          POST /v1/leads',
      '     +30.0      4.5 ms  compliance      consume crm.lead.v1  failed: 23505',
      '     +31.0      1.0 ms  compliance  project',
    ]);
  });

  it('finds the trace that names a lead', async () => {
    const traces = await findTraces(files, { id: 'lead-1' });
    expect(traces.map((spans) => spans[0]?.traceId)).toEqual([TRACE]);
  });

  it('finds the trace that began last', async () => {
    expect(await findTraces(files, 'last')).toMatchObject([[{ traceId: OTHER, service: 'gateway' }]]);
  });

  it('finds nothing without a fuss', async () => {
    expect(await findTraces(files, { id: 'lead-2' })).toEqual([]);
    expect(await findTraces([], 'last')).toEqual([]);
  });
});
