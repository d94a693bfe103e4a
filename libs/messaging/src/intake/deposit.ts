/** What one caller waits for: every record of theirs is held by all replicas, or the first failure, or the time is up. */
export class Deposit {
  readonly settled: Promise<void>;
  readonly #resolve: () => void;
  readonly #reject: (error: unknown) => void;
  readonly #deadline: NodeJS.Timeout;
  #open: number;
  #isSettled = false;

  /** @param late what the caller is told after `withinMs` */
  constructor(records: number, withinMs: number, late: () => unknown) {
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    this.settled = promise;
    this.#resolve = resolve;
    this.#reject = reject;
    this.#open = records;
    this.#deadline = setTimeout(() => this.fail(late()), withinMs);
  }

  /** Whether the caller has an answer; what still waits of it need not be sent. */
  get isSettled(): boolean {
    return this.#isSettled;
  }

  /** One more record is held by all replicas. */
  kept(): void {
    this.#open -= 1;
    if (this.#open === 0) this.#settle(this.#resolve);
  }

  fail(error: unknown): void {
    this.#settle(() => this.#reject(error));
  }

  #settle(answer: () => void): void {
    if (this.#isSettled) return;
    this.#isSettled = true;
    clearTimeout(this.#deadline);
    answer();
  }
}
