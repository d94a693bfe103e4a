import { type TlsFailure, tlsFailureOf } from './tls-failure.js';

const REMIND_AFTER_MS = 60_000;

/** What lately stood between us and a peer, so that readiness can say it and the log says it once a minute and not at every attempt. */
export class TlsTrouble {
  #reason: TlsFailure | undefined;
  #toldMs = 0;

  /** @param tell called when a reason is new, and again while it lasts */
  constructor(private readonly tell: (reason: TlsFailure) => void) {}

  /** Undefined once a connection came about. */
  get reason(): TlsFailure | undefined {
    return this.#reason;
  }

  /** @returns the reason when TLS is what failed */
  failed(error: unknown): TlsFailure | undefined {
    const reason = tlsFailureOf(error);
    if (reason === undefined) return undefined;
    const nowMs = performance.now();
    if (reason !== this.#reason || nowMs - this.#toldMs >= REMIND_AFTER_MS) {
      this.#toldMs = nowMs;
      this.tell(reason);
    }
    this.#reason = reason;
    return reason;
  }

  succeeded(): void {
    this.#reason = undefined;
  }
}
