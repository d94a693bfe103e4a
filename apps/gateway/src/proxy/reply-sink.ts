import type { IncomingHttpHeaders, OutgoingHttpHeaders } from 'node:http';
import type { FastifyReply } from 'fastify';
import type { AnswerSink } from '../upstream/answer-sink.js';
import { answeredHeaders } from './forwarded-headers.rules.js';
import { CallerGone } from './request-body.js';

/** Gives a service's answer to the caller as it comes, past Fastify's own sending. */
export class ReplySink implements AnswerSink {
  #remainingBytes = Number.NaN;

  /** @param isLast the connection takes no further request */
  constructor(
    private readonly reply: FastifyReply,
    private readonly isLast: boolean,
  ) {}

  begin(status: number, headers: IncomingHttpHeaders): void {
    const { reply } = this;
    reply.hijack();
    const length = headers['content-length'];
    if (length !== undefined) this.#remainingBytes = Number(length);
    const answered: OutgoingHttpHeaders = answeredHeaders(headers);
    if (this.isLast) answered.connection = 'close';
    reply.raw.writeHead(status, Object.assign(answered, reply.getHeaders()));
  }

  write(chunk: Buffer, resume: () => void): boolean {
    const { raw } = this.reply;
    this.#remainingBytes -= chunk.length;
    // The last piece goes out with the end, in one packet with the headers where it is the first too.
    if (this.#remainingBytes === 0) {
      raw.end(chunk);
      return true;
    }
    if (raw.write(chunk)) return true;
    raw.once('drain', resume);
    return false;
  }

  end(): void {
    if (!this.reply.raw.writableEnded) this.reply.raw.end();
  }

  fail(error: Error): void {
    const { reply } = this;
    if (reply.raw.headersSent || error instanceof CallerGone) reply.raw.destroy();
    else if (!reply.raw.destroyed) reply.send(error);
  }
}
