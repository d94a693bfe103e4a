import { describe, expect, it } from '@jest/globals';
import type { Ending } from './inspector.ts';
import { KAFKA_API, kafkaInspector } from './kafka-inspector.ts';
import { postgresInspector } from './postgres-inspector.ts';

/** A backend message of PostgreSQL's protocol 3: type, length, body. */
function message(type: string, body: string): Buffer {
  const length = Buffer.alloc(4);
  length.writeInt32BE(4 + body.length);
  return Buffer.concat([Buffer.from(type), length, Buffer.from(body)]);
}

function startup(user: string): Buffer {
  const body = Buffer.from(`user\0${user}\0database\0d\0\0`);
  const head = Buffer.alloc(8);
  head.writeInt32BE(8 + body.length, 0);
  head.writeInt32BE(196_608, 4);
  return Buffer.concat([head, body]);
}

describe('what passes between an app and Postgres', () => {
  function inspected(ending: Ending | undefined) {
    const commits: string[] = [];
    const inspector = postgresInspector(({ user }) => {
      commits.push(user);
      return ending;
    });
    inspector.toServer?.(startup('lead_service'));
    return { commits, hear: (chunk: Buffer) => inspector.toClient?.(chunk) };
  }

  it('tells the answer to a COMMIT from all others, with the role', () => {
    const { commits, hear } = inspected(undefined);
    const others = Buffer.concat([message('C', 'INSERT 0 1\0'), message('D', 'COMMIT\0'), message('Z', 'I')]);
    expect(hear(others)?.forward).toEqual(others);
    expect(commits).toEqual([]);
    hear(message('C', 'COMMIT\0'));
    expect(commits).toEqual(['lead_service']);
  });

  it('keeps the answer back, also when it comes in pieces', () => {
    const { hear } = inspected('reset');
    const answer = message('C', 'COMMIT\0');
    expect(hear(answer.subarray(0, 3))?.then).toBeUndefined();
    expect(hear(answer.subarray(3))).toEqual({ forward: Buffer.alloc(0), then: 'reset' });
  });
});

/** Length, then the fields that every request or answer begins with, then a body. */
function frame(head: Buffer, body: Buffer = Buffer.alloc(0)): Buffer {
  const length = Buffer.alloc(4);
  length.writeInt32BE(head.length + body.length);
  return Buffer.concat([length, head, body]);
}
function request(api: number, correlationId: number): Buffer {
  const head = Buffer.alloc(8);
  head.writeInt16BE(api, 0);
  head.writeInt32BE(correlationId, 4);
  return frame(head);
}
function answer(correlationId: number, body: Buffer): Buffer {
  const head = Buffer.alloc(4);
  head.writeInt32BE(correlationId);
  return frame(head, body);
}
function broker(port: number): Buffer {
  const at = Buffer.alloc(4);
  at.writeInt32BE(port);
  return Buffer.concat([Buffer.from('127.0.0.1'), at]);
}

describe('what passes between an app and Kafka', () => {
  it("names the proxy's port where the broker names its own, in answers that name brokers", () => {
    const inspector = kafkaInspector({ brokerPort: () => 9092, proxyPort: () => 5555, onFrame: () => undefined });
    inspector.toServer?.(Buffer.concat([request(KAFKA_API.metadata, 1), request(KAFKA_API.fetch, 2)]));
    const named = answer(1, Buffer.concat([broker(9092), broker(9093)]));
    const fetched = answer(2, broker(9092));
    const passed = inspector.toClient?.(Buffer.concat([named, fetched])).forward;
    expect(passed).toEqual(Buffer.concat([answer(1, Buffer.concat([broker(5555), broker(9093)])), answer(2, broker(9092))]));
  });

  it('lets through what comes before the frame that it keeps back', () => {
    const inspector = kafkaInspector({
      brokerPort: () => 1,
      proxyPort: () => 2,
      onFrame: ({ api, side }) => (api === KAFKA_API.offsetCommit && side === 'request' ? 'swallow' : undefined),
    });
    const heartbeat = request(KAFKA_API.heartbeat, 1);
    const verdict = inspector.toServer?.(Buffer.concat([heartbeat, request(KAFKA_API.offsetCommit, 2)]));
    expect(verdict).toEqual({ forward: heartbeat, then: 'swallow' });
  });
});
