import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { afterAll, describe, expect, it } from '@jest/globals';
import {
  currentTraceparent,
  failSpan,
  isInTrace,
  isRecorded,
  runInSpan,
  runInTrace,
  spanFromTraceparent,
  startSpan,
  traceparentOf,
  withSpan,
} from './spans.js';
import { startTelemetry } from './start-telemetry.js';

const folder = mkdtempSync(join(tmpdir(), 'traces-'));
afterAll(() => rmSync(folder, { recursive: true }));

const SENDER = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';
const TRACE_ID = '0af7651916cd43dd8448eb211c80319c';

interface SpanJson {
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId?: string;
  readonly name: string;
  readonly kind: number;
  readonly attributes: readonly { key: string; value: { stringValue?: string } }[];
  readonly events: readonly unknown[];
  readonly links: readonly { traceId: string }[];
  readonly status: { code: number; message?: string };
}

let runs = 0;

/** Runs `work` with telemetry on, and returns the spans that reached the file. */
async function recorded(work: () => unknown, sampleRatio01 = 1): Promise<SpanJson[]> {
  const traceFile = join(folder, `${(runs += 1)}.jsonl`);
  const telemetry = startTelemetry({ service: 'lead', logLevel: 'silent', traceFile, sampleRatio01 });
  await work();
  await telemetry.shutdown();
  return textOf(traceFile)
    .split('\n')
    .filter((line) => line !== '')
    .flatMap((line) => (JSON.parse(line) as { resourceSpans: { scopeSpans: { spans: SpanJson[] }[] }[] }).resourceSpans)
    .flatMap(({ scopeSpans }) => scopeSpans.flatMap(({ spans }) => spans));
}

function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}

describe('withSpan', () => {
  it('nests spans across awaits and returns what the work returns', async () => {
    const spans = await recorded(async () => {
      const answer = await withSpan('outer', { 'leadstream.aggregate.id': 'lead-1' }, async () => {
        await setImmediate();
        return withSpan('inner', {}, () => 42, { kind: 'client' });
      });
      expect(answer).toBe(42);
    });
    const [inner, outer] = spans;
    expect(outer).toMatchObject({ name: 'outer', attributes: [{ key: 'leadstream.aggregate.id', value: { stringValue: 'lead-1' } }] });
    expect(inner).toMatchObject({ name: 'inner', parentSpanId: outer?.spanId, traceId: outer?.traceId, kind: 3 });
  });

  it('keeps traces of concurrent work apart', async () => {
    const spans = await recorded(() =>
      Promise.all(
        ['a', 'b'].map((name) =>
          withSpan(name, {}, async () => {
            await setImmediate();
            await withSpan(`${name}-child`, {}, () => undefined);
          }),
        ),
      ),
    );
    const named = (name: string) => spans.find((span) => span.name === name);
    expect(named('a-child')?.parentSpanId).toBe(named('a')?.spanId);
    expect(named('b-child')?.parentSpanId).toBe(named('b')?.spanId);
    expect(named('a')?.traceId).not.toBe(named('b')?.traceId);
  });

  it('marks a failed span with the code of the error and none of its text, and passes the error on', async () => {
    const failure = Object.assign(new Error('lovelace@example.com'), { code: '23505' });
    const spans = await recorded(() => expect(withSpan('work', {}, () => Promise.reject(failure))).rejects.toBe(failure));
    expect(spans[0]).toMatchObject({
      status: { code: 2 },
      attributes: [{ key: 'error.type', value: { stringValue: '23505' } }],
      events: [],
    });
    expect(JSON.stringify(spans)).not.toContain('lovelace');
  });

  it('continues the trace of a sender, and links to others', async () => {
    const spans = await recorded(() =>
      withSpan('consume', {}, () => undefined, { kind: 'consumer', parent: SENDER, links: [SENDER, undefined, 'nonsense'] }),
    );
    expect(spans[0]).toMatchObject({ traceId: TRACE_ID, parentSpanId: 'b7ad6b7169203331', kind: 5, links: [{ traceId: TRACE_ID }] });
  });

  it.each(['', 'nonsense', '00-00000000000000000000000000000000-b7ad6b7169203331-01'])(
    'begins a new trace for the header %j',
    async (parent) => {
      const spans = await recorded(() => withSpan('consume', {}, () => undefined, { parent }));
      expect(spans[0]).not.toHaveProperty('parentSpanId');
      expect(spans[0]?.traceId).not.toMatch(/^0+$/);
    },
  );
});

describe('sampling', () => {
  it('records none of the traces it does not sample, but still hands on their ids', async () => {
    let traceparent: string | undefined;
    const spans = await recorded(
      () =>
        withSpan('work', {}, () => {
          traceparent = currentTraceparent();
        }),
      0,
    );
    expect(spans).toEqual([]);
    expect(traceparent).toMatch(/^00-[0-9a-f]{32}-[0-9a-f]{16}-00$/);
  });

  it('hands on what came from a sender that does not record, with whatever spans in between', async () => {
    const sender = SENDER.replace(/01$/, '00');
    const work = () => withSpan('read', {}, () => [currentTraceparent(), traceparentOf(startSpan('send', {}).spanContext())]);
    const spans = await recorded(async () => expect(await withSpan('GET', {}, work, { parent: sender })).toEqual([sender, sender]));
    expect(spans).toEqual([]);
  });

  it('is still a trace that one is in', async () => {
    const found: boolean[] = [isInTrace()];
    await recorded(() => withSpan('work', {}, () => void found.push(isInTrace())), 0);
    expect([...found, isInTrace()]).toEqual([false, true, false]);
  });

  it('records a trace that its sender samples', async () => {
    expect(await recorded(() => withSpan('work', {}, () => undefined, { parent: SENDER }), 0)).toHaveLength(1);
  });
});

describe('spans that the caller ends', () => {
  it('are the ambient span inside runInSpan only', async () => {
    const spans = await recorded(() => {
      const span = spanFromTraceparent(SENDER, 'GET /v1/leads', {}, { kind: 'server' });
      expect(runInSpan(span, currentTraceparent)).toBe(traceparentOf(span.spanContext()));
      expect(currentTraceparent()).toBeUndefined();
      failSpan(span, new TypeError('x'));
      span.end();
      startSpan('other', {}).end();
    });
    expect(spans).toMatchObject([{ traceId: TRACE_ID, kind: 2, status: { code: 2 } }, { name: 'other' }]);
  });
});

describe('without telemetry', () => {
  it('work runs as ever', async () => {
    expect(await withSpan('work', {}, () => 1)).toBe(1);
    expect(currentTraceparent()).toBeUndefined();
  });
});

describe('a collector', () => {
  it('gets OTLP over HTTP', async () => {
    const paths: string[] = [];
    const collector = createServer((request, response) => {
      paths.push(request.url ?? '');
      request.resume().on('end', () => response.end('{}'));
    });
    await new Promise<void>((resolve) => void collector.listen(0, '127.0.0.1', resolve));
    const telemetry = startTelemetry({
      service: 'lead',
      logLevel: 'silent',
      otlpEndpoint: `http://127.0.0.1:${(collector.address() as AddressInfo).port}/`,
    });
    await withSpan('work', {}, () => undefined);
    await telemetry.shutdown();
    collector.close();
    expect(paths).toEqual(['/v1/traces']);
  });

  it('that is down neither fails nor holds up the stop, and is complained of once', async () => {
    const lines: string[] = [];
    const telemetry = startTelemetry({
      service: 'lead',
      otlpEndpoint: 'http://127.0.0.1:9',
      logTo: { write: (line) => void lines.push(line) },
    });
    await withSpan('work', {}, () => undefined);
    await telemetry.shutdown();
    expect(lines.map((line) => (JSON.parse(line) as { event: string }).event)).toEqual(['telemetry_degraded']);
  }, 10_000);
});

describe('isRecorded', () => {
  it.each([
    [undefined, true],
    ['00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01', true],
    ['00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-03', true],
    ['00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-00', false],
    ['00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-02', false],
  ])('%s: %s', (traceparent, recorded) => expect(isRecorded(traceparent)).toBe(recorded));
});

it('runs work in the trace of a sender, with no span of its own', async () => {
  const spans = await recorded(() => runInTrace(SENDER, () => expect(currentTraceparent()).toBe(SENDER)));
  expect(spans).toEqual([]);
});
