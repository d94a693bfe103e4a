/** Runs so many pieces of work at a time, the others in the order they came. */
export class BatchQueue {
  readonly #waiting: (() => Promise<void>)[] = [];
  readonly #inWork = new Set<Promise<void>>();
  readonly #commits = new Set<Promise<unknown>>();

  constructor(private readonly concurrency: number) {}

  add(work: () => Promise<void>): void {
    this.#waiting.push(work);
    this.#next();
  }

  /** Resolves when nothing is in work or waits. */
  async drain(): Promise<void> {
    while (this.#inWork.size > 0) await Promise.allSettled(this.#inWork);
  }

  /** Forgets what waits, and resolves when what is in work is done. */
  async end(): Promise<void> {
    this.#waiting.length = 0;
    await this.drain();
  }

  /** Remembers a commit until it is answered. */
  async commit(asked: Promise<unknown>): Promise<void> {
    this.#commits.add(asked);
    await asked.finally(() => this.#commits.delete(asked));
  }

  async commitsSettled(): Promise<void> {
    await Promise.allSettled(this.#commits);
  }

  #next(): void {
    while (this.#inWork.size < this.concurrency) {
      const work = this.#waiting.shift();
      if (work === undefined) return;
      const running = work().finally(() => {
        this.#inWork.delete(running);
        this.#next();
      });
      this.#inWork.add(running);
    }
  }
}
