import { Frames } from './frames.ts';
import type { Ending, Inspector, Verdict } from './inspector.ts';

/** Numbers of requests in Kafka's protocol guide. */
export const KAFKA_API = { produce: 0, fetch: 1, metadata: 3, offsetCommit: 8, findCoordinator: 10, joinGroup: 11, heartbeat: 12 } as const;

/** A request to the broker, or its answer. */
export interface KafkaFrame {
  readonly api: number;
  readonly side: 'request' | 'answer';
}

/** Decides about a frame: an ending keeps it from the other side, undefined lets it through. */
export type OnKafkaFrame = (frame: KafkaFrame) => Ending | undefined;

export interface KafkaInspectorOptions {
  /** Port of the broker, which its answers name, and the proxy's, which clients are to use instead. */
  readonly brokerPort: () => number;
  readonly proxyPort: () => number;
  readonly onFrame: OnKafkaFrame;
}

const lengthPrefixed = (buffered: Buffer): number | undefined => (buffered.length < 4 ? undefined : 4 + buffered.readInt32BE(0));
/** Answers that tell clients where brokers are. */
const NAMING: readonly number[] = [KAFKA_API.metadata, KAFKA_API.findCoordinator];
const HOST = Buffer.from('127.0.0.1');

/** In all versions a broker's host is followed by its port as an int32, so it can be replaced in place. */
function renamePort(answer: Buffer, from: number, to: number): void {
  for (let at = answer.indexOf(HOST); at >= 0; at = answer.indexOf(HOST, at + HOST.length)) {
    const port = at + HOST.length;
    if (port + 4 <= answer.length && answer.readInt32BE(port) === from) answer.writeInt32BE(to, port);
  }
}

/** Reads the frame and header of Kafka's protocol, keeps clients from walking past the proxy, and may end a connection at a frame. */
export function kafkaInspector({ brokerPort, proxyPort, onFrame }: KafkaInspectorOptions): Inspector {
  const requests = new Frames(lengthPrefixed);
  const answers = new Frames(lengthPrefixed);
  const waiting = new Map<number, number>();

  function judged(frames: readonly Buffer[], look: (frame: Buffer) => Ending | undefined): Verdict {
    const passed: Buffer[] = [];
    for (const frame of frames) {
      const then = look(frame);
      if (then) return { forward: Buffer.concat(passed), then };
      passed.push(frame);
    }
    return { forward: Buffer.concat(passed) };
  }

  function request(frame: Buffer): Ending | undefined {
    const api = frame.readInt16BE(4);
    waiting.set(frame.readInt32BE(8), api);
    return onFrame({ api, side: 'request' });
  }

  function answer(frame: Buffer): Ending | undefined {
    const correlationId = frame.readInt32BE(4);
    const api = waiting.get(correlationId) ?? -1;
    waiting.delete(correlationId);
    const then = onFrame({ api, side: 'answer' });
    if (!then && NAMING.includes(api)) renamePort(frame, brokerPort(), proxyPort());
    return then;
  }

  return { toServer: (chunk) => judged(requests.push(chunk), request), toClient: (chunk) => judged(answers.push(chunk), answer) };
}
