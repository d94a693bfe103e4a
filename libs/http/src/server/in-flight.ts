/** Counts requests being answered, so that a stop can wait for them and for nothing else. */
export class InFlight {
  private count = 0;
  private waiting: (() => void)[] = [];

  begin(): void {
    this.count += 1;
  }

  end(): void {
    this.count -= 1;
    if (this.count > 0) return;
    for (const resume of this.waiting.splice(0)) resume();
  }

  /** Resolves when no request is being answered. */
  whenNone(): Promise<void> {
    return this.count === 0 ? Promise.resolve() : new Promise((resolve) => this.waiting.push(resolve));
  }
}
