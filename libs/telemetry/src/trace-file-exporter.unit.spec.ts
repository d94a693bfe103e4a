import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type ExportResult, ExportResultCode } from '@opentelemetry/core';
import { InMemorySpanExporter, SimpleSpanProcessor, TracerProvider } from '@opentelemetry/sdk-trace';
import { afterAll, describe, expect, it } from '@jest/globals';
import { TraceFileExporter } from './trace-file-exporter.js';

const folder = mkdtempSync(join(tmpdir(), 'traces-'));
afterAll(() => rmSync(folder, { recursive: true }));

const memory = new InMemorySpanExporter();
const tracer = new TracerProvider({ spanProcessors: [new SimpleSpanProcessor({ exporter: memory })] }).getTracer('test');
const span = (name: string) => {
  tracer.startSpan(name).end();
  return memory.getFinishedSpans().slice(-1);
};
const exported = (exporter: TraceFileExporter, name: string) =>
  new Promise<ExportResult>((resolve) => exporter.export(span(name), resolve));

describe('TraceFileExporter', () => {
  it('makes the folder and appends one request a line, keeping what is there', async () => {
    const file = join(folder, 'a', 'b', 'lead.jsonl');
    await exported(new TraceFileExporter(file), 'one');
    await exported(new TraceFileExporter(file), 'two');
    const lines = readFileSync(file, 'utf8').trimEnd().split('\n');
    expect(lines).toHaveLength(2);
    expect(lines[1]).toContain('"name":"two"');
  });

  it('starts a new file when the present one is full, and keeps only the last beside it', async () => {
    const exporter = new TraceFileExporter(join(folder, 'full', 'lead.jsonl'), 10);
    for (const name of ['one', 'two', 'three']) await exported(exporter, name);
    expect(readdirSync(join(folder, 'full')).sort()).toEqual(['lead.1.jsonl', 'lead.jsonl']);
    expect(readFileSync(join(folder, 'full', 'lead.jsonl'), 'utf8')).toContain('"name":"three"');
    expect(readFileSync(join(folder, 'full', 'lead.1.jsonl'), 'utf8')).toContain('"name":"two"');
  });

  it('reports a disk that refuses, and goes on when it accepts again', async () => {
    const gone = join(folder, 'gone');
    const exporter = new TraceFileExporter(join(gone, 'lead.jsonl'));
    rmSync(gone, { recursive: true });
    expect(await exported(exporter, 'lost')).toMatchObject({ code: ExportResultCode.FAILED, error: { code: 'ENOENT' } });
    new TraceFileExporter(join(gone, 'other.jsonl'));
    expect(await exported(exporter, 'kept')).toEqual({ code: ExportResultCode.SUCCESS });
  });
});
