import type { IncomingHttpHeaders } from 'node:http';
import { DomainError, tlsFailureOf } from '@leadstream/kernel';
import type { Dispatcher } from 'undici';
import type { AnswerSink } from './answer-sink.js';
import type { TurnTaker } from './turns.js';
import { upstreamErrors } from './upstream.errors.js';

export interface UpstreamRequest {
  readonly method: Dispatcher.HttpMethod;
  /** Path and query as they came. */
  readonly path: string;
  /** Name, value, name, value. */
  readonly headers: string[];
  /** A buffer can be sent again, a stream cannot. */
  readonly body?: Buffer | AsyncIterable<Buffer> | undefined;
  /** Longest wait for the answer to begin, counted anew with each piece of the body that was sent. */
  readonly patienceMs: number;
  /** Asking twice has the effect of asking once. */
  readonly repeatable: boolean;
  /** The tenant, of whom so much is sent at once; undefined where none is known, or the sending takes as long as the caller likes. */
  readonly party?: string | undefined;
}

/** What became of a request, from the upstream's point of view. */
export type Outcome = 'answered' | 'unreachable' | 'timeout' | 'aborted';

/** What an exchange needs of its upstream. */
export interface Line {
  /** Lets it begin when it is its turn. */
  enter(taker: TurnTaker): void;
  dispatch(request: UpstreamRequest, handler: Dispatcher.DispatchHandler): void;
  /** Asks for the right to one more attempt. */
  mayRetry(): boolean;
  /** Called once, when the answer begins or will not come. */
  settled(outcome: Outcome, taker: TurnTaker): void;
  /** Told of each attempt that came to no connection, or lost it. */
  unreachable(error: Error): void;
  /** Called once, when nothing more will be sent or received. */
  over(): void;
}

const ABORTED = new Error('the exchange was given up');
const RETRY_DELAY_MS = 25;

/** One request to an upstream and its answer, handed to a sink as it comes; works on undici's callbacks, without promises or streams. */
export class Exchange implements Dispatcher.DispatchHandler, TurnTaker {
  #phase: 'waiting' | 'answering' | 'over' = 'waiting';
  #controller: Dispatcher.DispatchController | undefined;
  #timer: NodeJS.Timeout | undefined;
  #begun = false;
  #retried = false;
  #sent = false;

  constructor(
    private readonly request: UpstreamRequest,
    private readonly sink: AnswerSink,
    private readonly line: Line,
  ) {}

  start(): this {
    this.#timer = setTimeout(() => this.#timedOut(), this.request.patienceMs);
    this.line.enter(this);
    return this;
  }

  get party(): string | undefined {
    return this.request.party;
  }

  begin(): void {
    this.#begun = true;
    this.line.dispatch(this.request, this);
  }

  /** Ends it before it began. */
  refuse(reason: Error): this {
    this.#phase = 'over';
    this.sink.fail(reason);
    return this;
  }

  /** Nobody waits for the answer any more; the sink hears nothing of it. */
  abort(outcome: 'aborted' | 'timeout' = 'aborted'): void {
    this.#finish(outcome);
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.#controller = controller;
    if (this.#phase === 'over') controller.abort(ABORTED);
  }

  onBodySent(): void {
    if (this.#phase === 'waiting') this.#timer?.refresh();
  }

  onRequestSent(): void {
    this.#sent = true;
  }

  onResponseStart(_controller: Dispatcher.DispatchController, status: number, headers: IncomingHttpHeaders): void {
    if (status < 200 || this.#phase !== 'waiting') return;
    clearTimeout(this.#timer);
    this.#phase = 'answering';
    this.line.settled('answered', this);
    this.sink.begin(status, headers);
  }

  onResponseData(controller: Dispatcher.DispatchController, chunk: Buffer): void {
    if (this.#phase === 'answering' && !this.sink.write(chunk, () => controller.resume())) controller.pause();
  }

  onResponseEnd(): void {
    if (this.#phase !== 'answering') return;
    this.#phase = 'over';
    this.line.over();
    this.sink.end();
  }

  onResponseError(_controller: Dispatcher.DispatchController | null, error: Error): void {
    if (this.#phase === 'over') return;
    const unreachable = isConnectionError(error);
    if (unreachable) this.line.unreachable(error);
    if (unreachable && tlsFailureOf(error) === undefined && this.#retry()) return;
    const cause = unreachable ? upstreamErrors.UPSTREAM_UNAVAILABLE({ cause: error, extra: { retryAfterSeconds: 1 } }) : error;
    if (this.#finish(unreachable ? 'unreachable' : 'aborted')) this.sink.fail(cause);
  }

  /** @returns whether the request is sent again; a second time it never is */
  #retry(): boolean {
    const { repeatable, body } = this.request;
    const resendable = body === undefined || Buffer.isBuffer(body);
    if (this.#phase !== 'waiting' || this.#retried || !repeatable || !resendable || !this.line.mayRetry()) return false;
    this.#retried = true;
    this.#controller = undefined;
    setTimeout(() => {
      if (this.#phase === 'waiting') this.line.dispatch(this.request, this);
    }, RETRY_DELAY_MS);
    return true;
  }

  #timedOut(): void {
    // The tenant's own requests were in its way; the service knows nothing of it.
    if (!this.#begun) {
      if (this.#finish('aborted')) this.sink.fail(upstreamErrors.UPSTREAM_BUSY({ extra: { retryAfterSeconds: 1 } }));
      return;
    }
    // While a stream is being sent, the one who is slow may be the caller: no reason to give the service up.
    const isCallerSlow =
      !this.#sent && this.#controller !== undefined && !Buffer.isBuffer(this.request.body) && this.request.body !== undefined;
    if (this.#finish(isCallerSlow ? 'aborted' : 'timeout'))
      this.sink.fail(upstreamErrors.UPSTREAM_TIMEOUT({ extra: { retryAfterSeconds: 1 } }));
  }

  /** @returns false when it was over before */
  #finish(outcome: Outcome): boolean {
    if (this.#phase === 'over') return false;
    clearTimeout(this.#timer);
    const unsettled = this.#phase === 'waiting';
    this.#phase = 'over';
    if (unsettled) this.line.settled(outcome, this);
    this.line.over();
    this.#controller?.abort(ABORTED);
    return true;
  }
}

const CONNECTION_ERRORS = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ETIMEDOUT',
  'UND_ERR_CONNECT_TIMEOUT',
  'UND_ERR_SOCKET',
  'UND_ERR_BODY_TIMEOUT',
  'UND_ERR_HEADERS_OVERFLOW',
  'UND_ERR_RES_CONTENT_LENGTH_MISMATCH',
]);

function isConnectionError(error: Error & { readonly code?: unknown }): boolean {
  if (error instanceof DomainError) return false;
  return (
    (typeof error.code === 'string' && (CONNECTION_ERRORS.has(error.code) || error.code.startsWith('HPE_'))) ||
    error instanceof AggregateError ||
    tlsFailureOf(error) !== undefined
  );
}
