import { setTimeout as delay } from 'node:timers/promises';

/** Counts requests being answered, so that a stop can wait for them and for nothing else. */
export class InFlight {
  private count = 0;
  private begun = 0;
  private waiting: (() => void)[] = [];

  begin(): void {
    this.count += 1;
    this.begun += 1;
  }

  end(): void {
    this.count -= 1;
    if (this.count > 0) return;
    for (const resume of this.waiting.splice(0)) resume();
  }

  /** Resolves when no request is being answered and none has begun for `quietMs`. */
  async whenQuiet(quietMs: number): Promise<void> {
    let seen: number;
    do {
      await this.whenNone();
      seen = this.begun;
      await delay(quietMs, undefined, { ref: false });
    } while (this.count > 0 || this.begun !== seen);
  }

  private whenNone(): Promise<void> {
    return this.count === 0 ? Promise.resolve() : new Promise((resolve) => this.waiting.push(resolve));
  }
}
