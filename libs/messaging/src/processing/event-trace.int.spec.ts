import { randomUUID } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from '@jest/globals';
import { runInContext } from '@leadstream/kernel';
import { currentTraceparent, startTelemetry, withSpan } from '@leadstream/telemetry';
import { captureEvents, eventually } from '@leadstream/testing';
import { done } from '../index.js';
import { type Behaviour, noteAddedV1, noteClosedV1, Stage } from '../spec/stage.spec.js';

const folder = mkdtempSync(join(tmpdir(), 'traces-'));
afterAll(() => rmSync(folder, { recursive: true }));

interface Span {
  readonly traceId: string;
  readonly name: string;
}

function spansIn(file: string): Span[] {
  const lines = readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line !== '');
  const requests = lines.map((line) => JSON.parse(line) as { resourceSpans: { scopeSpans: { spans: Span[] }[] }[] });
  return requests.flatMap(({ resourceSpans }) => resourceSpans.flatMap(({ scopeSpans }) => scopeSpans.flatMap(({ spans }) => spans)));
}

it('is one trace from the request over both topics to the last effect, and one chain of causes', async () => {
  const traceFile = join(folder, 'spans.jsonl');
  const stage = await Stage.open(1);
  const telemetry = startTelemetry({ service: 'lead', logLevel: 'silent', traceFile });
  const capture = await captureEvents(stage.topic);
  /** Answers an added note with a closed one: a consumer that publishes. */
  const behaviour: Behaviour = async (events, tx) => {
    const caused = events.filter(({ type }) => type === 'note.added');
    await stage.outbox.addAll(
      tx,
      caused.map((event) => ({ contract: noteClosedV1, data: event.data, sequence: 2, causedBy: event })),
    );
    return done();
  };
  const member = await stage.join(behaviour);
  const relay = stage.relay();
  const tenantId = randomUUID();
  const request = async (): Promise<{ requestId: string; traceId: string }> => {
    const context = { tenantId, actor: { kind: 'member', id: 'm' }, scopes: [], requestId: `req-${randomUUID()}` } as const;
    return withSpan('POST /v1/notes', {}, () =>
      runInContext(context, async () => {
        const add = (noteId: string) =>
          stage.database.write((tx) => stage.outbox.add(tx, noteAddedV1, { data: { noteId, n: 1 }, sequence: 1 }));
        await add(randomUUID());
        return { requestId: context.requestId, traceId: currentTraceparent()?.split('-')[1] ?? '' };
      }),
    );
  };
  const requests = await Promise.all([request(), request(), request()]);
  await eventually(() => expect(capture.ofType('note.closed')).toHaveLength(3));
  await Promise.all([member.stop(), relay.stop()]);
  await telemetry.shutdown();

  const spans = spansIn(traceFile);
  for (const { requestId, traceId } of requests) {
    const names = spans.filter((span) => span.traceId === traceId).map(({ name }) => name);
    expect(names).toEqual(
      expect.arrayContaining(['POST /v1/notes', `send ${stage.topic}`, 'process lead.note-projection', 'database.transaction']),
    );
    const [added] = capture.ofType('note.added').filter(({ headers }) => headers['ce_correlationid'] === requestId);
    const [closed] = capture.ofType('note.closed').filter(({ headers }) => headers['ce_correlationid'] === requestId);
    expect(added?.headers['ce_causationid']).toBeUndefined();
    expect(closed?.headers['ce_causationid']).toBe(added?.headers['ce_id']);
    expect(closed?.headers['traceparent']).toContain(traceId);
  }
  const known = new Set(requests.map(({ traceId }) => traceId));
  expect(spans.filter(({ traceId }) => !known.has(traceId)).map(({ name }) => name)).toEqual([]);
  await capture.stop();
  await stage.close();
});
