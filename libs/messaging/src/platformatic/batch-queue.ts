interface Work {
  /** Work with the same key is never done at the same time. */
  readonly key: string;
  readonly run: () => Promise<void>;
}

/** Does so many pieces of work at a time, the others in the order they came. */
export class BatchQueue {
  readonly #waiting: Work[] = [];
  readonly #inWork = new Map<string, Promise<void>>();
  readonly #commits = new Set<Promise<unknown>>();

  constructor(private readonly concurrency: number) {}

  add(key: string, run: () => Promise<void>): void {
    this.#waiting.push({ key, run });
    this.#next();
  }

  /** Resolves when nothing is in work or waits. */
  async drain(): Promise<void> {
    while (this.#inWork.size > 0) await Promise.allSettled(this.#inWork.values());
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
      const at = this.#waiting.findIndex(({ key }) => !this.#inWork.has(key));
      const [work] = at < 0 ? [] : this.#waiting.splice(at, 1);
      if (work === undefined) return;
      const { key, run } = work;
      const running = run().finally(() => {
        this.#inWork.delete(key);
        this.#next();
      });
      this.#inWork.set(key, running);
    }
  }
}
