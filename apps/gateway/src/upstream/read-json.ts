import type { IncomingHttpHeaders } from 'node:http';
import type { AnswerSink } from './answer-sink.js';
import type { Upstream } from './upstream.js';
import { upstreamErrors } from './upstream.errors.js';

export interface JsonQuestion {
  /** Path and query. */
  readonly path: string;
  /** Name, value, name, value. */
  readonly headers: string[];
  /** The tenant for whom is asked. */
  readonly party?: string | undefined;
  /** For the whole answer, not only its beginning. */
  readonly deadlineMs: number;
}

export interface JsonAnswer {
  readonly status: number;
  /** Undefined when the answer is not JSON, or too long. */
  readonly body: unknown;
}

/** Longer answers are read to their end and thrown away. */
const MAX_BYTES = 4 * 1024 * 1024;

/**
 * Reads a document of a service, whole.
 * @throws DomainError `GATEWAY.UPSTREAM_...`
 */
export function readJson(upstream: Upstream, { path, headers, party, deadlineMs }: JsonQuestion): Promise<JsonAnswer> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      exchange.abort('timeout');
      reject(upstreamErrors.UPSTREAM_TIMEOUT());
    }, deadlineMs);
    const answer = new WholeAnswer((outcome) => {
      clearTimeout(timer);
      if (outcome instanceof Error) reject(outcome);
      else resolve(outcome);
    });
    const exchange = upstream.exchange({ method: 'GET', path, headers, patienceMs: deadlineMs, repeatable: true, party }, answer);
  });
}

class WholeAnswer implements AnswerSink {
  readonly #pieces: Buffer[] = [];
  #sizeBytes = 0;
  #status = 0;

  constructor(private readonly done: (outcome: JsonAnswer | Error) => void) {}

  begin(status: number, _headers: IncomingHttpHeaders): void {
    this.#status = status;
  }

  write(chunk: Buffer): boolean {
    this.#sizeBytes += chunk.length;
    if (this.#sizeBytes <= MAX_BYTES) this.#pieces.push(chunk);
    return true;
  }

  end(): void {
    const isWhole = this.#sizeBytes <= MAX_BYTES;
    this.done({ status: this.#status, body: isWhole ? parsed(Buffer.concat(this.#pieces).toString()) : undefined });
  }

  fail(error: Error): void {
    this.done(error);
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
