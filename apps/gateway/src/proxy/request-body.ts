import type { IncomingMessage } from 'node:http';
import { httpErrors } from '@leadstream/http';

/** Up to here a body is taken whole before it is forwarded, so that it can be sent again; longer ones flow through. */
const WHOLE_UP_TO_BYTES = 64 * 1024;

export interface RequestBody {
  readonly body?: Buffer | AsyncIterable<Buffer>;
  /** As declared by the sender of a stream; undefined when it did not, and for buffers. */
  readonly declaredBytes?: number;
}

/** The caller went away or broke the connection while sending. */
export class CallerGone extends Error {
  constructor(cause: unknown) {
    super('the caller went away while sending', { cause });
    this.name = 'CallerGone';
  }
}

/**
 * The body of a request, whole or as a stream that ends with an error past the limit. The request itself is never destroyed,
 * so that the refusal can still be answered.
 * @throws DomainError `HTTP.BODY_TOO_LARGE` at once for a declared length over the limit, else while reading
 */
export async function requestBody(request: IncomingMessage, limitBytes: number): Promise<RequestBody> {
  const declared = request.headers['content-length'];
  if (declared === undefined && request.headers['transfer-encoding'] === undefined) return {};
  const declaredBytes = declared === undefined ? undefined : Number(declared);
  if (declaredBytes === undefined) return { body: limited(request, limitBytes) };
  if (declaredBytes > limitBytes) throw httpErrors.BODY_TOO_LARGE({ detail: `The limit is ${limitBytes} bytes.`, extra: { limitBytes } });
  if (declaredBytes > WHOLE_UP_TO_BYTES) return { body: limited(request, limitBytes), declaredBytes };
  return declaredBytes === 0 ? {} : { body: await whole(request) };
}

async function* limited(request: IncomingMessage, limitBytes: number): AsyncGenerator<Buffer, void> {
  let receivedBytes = 0;
  const pieces: AsyncIterableIterator<Buffer> = request.iterator({ destroyOnReturn: false });
  try {
    for await (const piece of pieces) {
      receivedBytes += piece.length;
      if (receivedBytes > limitBytes) break;
      yield piece;
    }
  } catch (error) {
    throw new CallerGone(error);
  }
  if (receivedBytes > limitBytes) throw httpErrors.BODY_TOO_LARGE({ detail: `The limit is ${limitBytes} bytes.`, extra: { limitBytes } });
}

function whole(request: IncomingMessage): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const pieces: Buffer[] = [];
    request.on('data', (piece: Buffer) => pieces.push(piece));
    request.on('end', () => resolve(pieces.length === 1 && pieces[0] ? pieces[0] : Buffer.concat(pieces)));
    request.on('error', (error) => reject(new CallerGone(error)));
    request.on('close', () => {
      if (!request.complete) reject(new CallerGone(undefined));
    });
  });
}
