import { logger } from '@leadstream/telemetry';

const log = logger('topic-intake');

/**
 * Whether callers are let in to wait for the broker. After a failure all are refused at once but one, now and then, whose records
 * find out whether it is back: however many ask again, hardly anybody holds a connection for the sake of a broker that is away.
 */
export class IntakeGate {
  #isShut = false;
  #nextTrialMs = 0;

  /**
   * @param trialAfterMs pause between the end of one trial and the next
   * @param nowMs monotonic
   */
  constructor(
    private readonly trialAfterMs: number,
    private readonly nowMs: () => number = () => performance.now(),
  ) {}

  /** @returns whether the caller may go on; behind a shut gate as the only trial until `answered` or `failed` */
  enter(): boolean {
    if (!this.#isShut) return true;
    if (this.nowMs() < this.#nextTrialMs) return false;
    this.#nextTrialMs = Infinity;
    return true;
  }

  /** The broker kept something. */
  answered(): void {
    if (this.#isShut) log.info('intake_resumed');
    this.#isShut = false;
  }

  /** The broker refused, was not there, or stayed silent for longer than a caller waits. */
  failed(): void {
    if (!this.#isShut) log.warn('intake_suspended');
    this.#isShut = true;
    this.#nextTrialMs = this.nowMs() + this.trialAfterMs;
  }
}
