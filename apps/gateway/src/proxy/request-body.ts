import type { IncomingMessage } from 'node:http';
import { httpErrors } from '@leadstream/http';
import { DomainError } from '@leadstream/kernel';
import { type PaceLimits, UploadPace } from './upload-pace.js';

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
 * @param pace of an upload; everything else has to arrive in a time that is watched elsewhere
 * @throws DomainError `HTTP.BODY_TOO_LARGE` at once for a declared length over the limit, else while reading, `HTTP.REQUEST_TOO_SLOW`
 */
export async function requestBody(request: IncomingMessage, limitBytes: number, pace?: PaceLimits): Promise<RequestBody> {
  const declared = request.headers['content-length'];
  if (declared === undefined && request.headers['transfer-encoding'] === undefined) return {};
  const declaredBytes = declared === undefined ? undefined : Number(declared);
  if (declaredBytes === undefined) return { body: limited(request, limitBytes, pace) };
  if (declaredBytes > limitBytes) throw httpErrors.BODY_TOO_LARGE({ detail: `The limit is ${limitBytes} bytes.`, extra: { limitBytes } });
  if (declaredBytes > WHOLE_UP_TO_BYTES) return { body: limited(request, limitBytes, pace), declaredBytes };
  if (declaredBytes === 0) return {};
  return { body: pace ? await joined(limited(request, limitBytes, pace)) : await whole(request) };
}

async function* limited(request: IncomingMessage, limitBytes: number, limits: PaceLimits | undefined): AsyncGenerator<Buffer, void> {
  let receivedBytes = 0;
  const pieces: AsyncIterableIterator<Buffer> = request.iterator({ destroyOnReturn: false });
  const pace = limits && new UploadPace(limits);
  try {
    for (;;) {
      const { value, done } = await (pace ? pace.next(pieces) : pieces.next());
      if (done) break;
      receivedBytes += (value as Buffer).length;
      if (receivedBytes > limitBytes) break;
      yield value as Buffer;
    }
  } catch (error) {
    throw error instanceof DomainError ? error : new CallerGone(error);
  }
  if (receivedBytes > limitBytes) throw httpErrors.BODY_TOO_LARGE({ detail: `The limit is ${limitBytes} bytes.`, extra: { limitBytes } });
}

async function joined(pieces: AsyncIterable<Buffer>): Promise<Buffer> {
  const all: Buffer[] = [];
  for await (const piece of pieces) all.push(piece);
  return Buffer.concat(all);
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
