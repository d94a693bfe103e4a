import { AsyncLocalStorage } from 'node:async_hooks';
import type { Producer } from '@leadstream/contracts';
import { type ClientTls, TlsTrouble } from '@leadstream/kernel';
import { logger } from '@leadstream/telemetry';
import { buildConnector, Client, type Dispatcher, Pool } from 'undici';
import { observedUpstreams, upstreamRequests } from '../metrics.js';
import type { AnswerSink } from './answer-sink.js';
import { Circuit } from './circuit.js';
import { Exchange, type Line, type Outcome, type UpstreamRequest } from './exchange.js';
import { RetryBudget } from './retry-budget.js';
import { type TurnTaker, Turns } from './turns.js';
import { upstreamErrors } from './upstream.errors.js';

const log = logger('upstream');

/** Connections kept to one service. */
const CONNECTIONS = 64;
/** Beyond this a caller is told at once that the service is busy: memory stays bounded while a service hangs. */
const MAX_IN_FLIGHT = 1_024;
/**
 * Half of the connections for the tenants that ask at present, each its share: however much one asks for, and however slowly it is answered, the others find a
 * connection, and wait behind a few requests of its and not behind all. A service that has one processor is busy with the least.
 */
const SHARED_CONNECTIONS = CONNECTIONS / 2;
const LEAST_CONNECTIONS = 4;
const MAX_IN_FLIGHT_OF_ONE = MAX_IN_FLIGHT / 2;
const FAILURES_TO_OPEN = 5;
/** How often a service that was given up is asked whether it is back, and how long it has to answer. */
const PROBE_EVERY_MS = 500;
const PROBE_PATIENCE_MS = 400;
const CONNECT_TIMEOUT_MS = 1_000;
/** Longest silence in the middle of an answer. */
const ANSWER_SILENCE_MS = 30_000;
const KEEP_ALIVE_MS = 30_000;

/** Reads the certificates for each connection, so that renewed ones are used; for `http://` they are of no account. */
function connector(tls: ClientTls): buildConnector.connector {
  return (options, callback) => buildConnector({ ...tls, timeout: CONNECT_TIMEOUT_MS, allowH2: false })(options, callback);
}

/** One service behind the gateway: pooled connections, a bound on what is in flight, of one tenant and of all, a retry budget, and a circuit that a probe closes. */
export class Upstream implements Line {
  readonly #pool: Pool;
  readonly #prober: Client;
  readonly #circuit = new Circuit(FAILURES_TO_OPEN, (open) => this.#turned(open));
  readonly #budget = new RetryBudget();
  readonly #turns = new Turns({ places: SHARED_CONNECTIONS, least: LEAST_CONNECTIONS });
  /** Runs work that belongs to no request, so that it speaks for no tenant. */
  readonly #apart = AsyncLocalStorage.snapshot();
  /** What TLS has against the service, or the service against us. */
  readonly tlsTrouble: TlsTrouble;
  #inFlight = 0;
  #probing: NodeJS.Timeout | undefined;

  constructor(
    readonly name: Producer,
    url: string,
    tls: ClientTls,
  ) {
    this.tlsTrouble = new TlsTrouble((reason) => log.warn('tls_refused', { peer: name, reason }));
    const connection = { connect: connector(tls), pipelining: 1, allowH2: false };
    this.#pool = new Pool(url, {
      ...connection,
      connections: CONNECTIONS,
      keepAliveTimeout: KEEP_ALIVE_MS,
      headersTimeout: 0,
      bodyTimeout: ANSWER_SILENCE_MS,
    });
    this.#prober = new Client(url, { ...connection, headersTimeout: PROBE_PATIENCE_MS, bodyTimeout: PROBE_PATIENCE_MS });
    observedUpstreams.add(this);
  }

  /** False while requests are refused because the service does not answer. */
  get isUp(): boolean {
    return !this.#circuit.isOpen;
  }

  get inFlight(): number {
    return this.#inFlight;
  }

  exchange(request: UpstreamRequest, sink: AnswerSink): Exchange {
    const exchange = new Exchange(request, sink, this);
    const refusal = this.#refusal(request.party);
    if (refusal) {
      upstreamRequests.add(1, { upstream: this.name, outcome: 'refused' });
      return exchange.refuse(refusal);
    }
    this.#inFlight += 1;
    this.#budget.deposit();
    return exchange.start();
  }

  async close(): Promise<void> {
    observedUpstreams.delete(this);
    clearInterval(this.#probing);
    await Promise.all([this.#pool.destroy(), this.#prober.destroy()]);
  }

  enter(taker: TurnTaker): void {
    this.#turns.take(taker);
  }

  dispatch({ method, path, headers, body }: UpstreamRequest, handler: Dispatcher.DispatchHandler): void {
    // The types know no async iterables; undici does.
    this.#pool.dispatch({ method, path, headers, body: (body ?? null) as Buffer | null }, handler);
  }

  mayRetry(): boolean {
    return this.isUp && this.#budget.withdraw();
  }

  settled(outcome: Outcome, taker: TurnTaker): void {
    this.#turns.leave(taker);
    upstreamRequests.add(1, { upstream: this.name, outcome });
    if (outcome === 'answered') this.#answered();
    else if (outcome !== 'aborted') this.#circuit.failed();
  }

  unreachable(error: Error): void {
    this.tlsTrouble.failed(error);
  }

  over(): void {
    this.#inFlight -= 1;
  }

  #answered(): void {
    this.tlsTrouble.succeeded();
    this.#circuit.succeeded();
  }

  #refusal(party: string | undefined): Error | undefined {
    const extra = { retryAfterSeconds: 1 };
    if (this.#circuit.isOpen) return upstreamErrors.UPSTREAM_UNAVAILABLE({ extra });
    const isBusy = this.#inFlight >= MAX_IN_FLIGHT || this.#turns.countOf(party) >= MAX_IN_FLIGHT_OF_ONE;
    return isBusy ? upstreamErrors.UPSTREAM_BUSY({ extra }) : undefined;
  }

  #turned(open: boolean): void {
    clearInterval(this.#probing);
    this.#apart(() => {
      log.warn(open ? 'upstream_given_up' : 'upstream_back', { upstream: this.name });
      if (open) this.#probing = setInterval(() => void this.#probe(), PROBE_EVERY_MS);
    });
  }

  /** Any answer is a sign of life. */
  async #probe(): Promise<void> {
    try {
      const { body } = await this.#prober.request({ method: 'GET', path: '/' });
      await body.dump();
      this.#answered();
    } catch (error) {
      // Still gone; the next probe comes soon.
      this.tlsTrouble.failed(error);
    }
  }
}
