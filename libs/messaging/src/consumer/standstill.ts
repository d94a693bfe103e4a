/** What a member shows that ought to be at work. */
export interface Stillness {
  /** Nothing moves: it is in no group, has not claimed its partitions, is asked for nothing, or what is delivered to it comes to nothing. */
  readonly isStill: boolean;
  /** A batch is in work, which may take long for good reasons. */
  readonly isWorking: boolean;
}

export interface StandstillOptions {
  /** How long a member may stand still. */
  readonly patience: { readonly idleMs: number; readonly workingMs: number };
  look(): Stillness;
  /** Asked only while the member stands still. Never rejects. */
  dependenciesAnswer(): Promise<boolean>;
  onStandstill(): void;
}

/**
 * Notices a member that will not move again by itself. Client libraries have states that they do not leave; without this, the group
 * stands until somebody restarts the process. While brokers or database do not answer, nobody could do better, and time does not count.
 */
export class Standstill {
  #timer: NodeJS.Timeout | undefined;
  #sinceMs: number | undefined;
  #isLooking = false;

  constructor(private readonly options: StandstillOptions) {}

  start(everyMs: number): void {
    this.#timer = setInterval(() => void this.check(Date.now()), everyMs);
  }

  stop(): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
  }

  async check(nowMs: number): Promise<void> {
    if (this.#isLooking) return;
    this.#isLooking = true;
    try {
      if (await this.#lasts(nowMs)) this.options.onStandstill();
    } finally {
      this.#isLooking = false;
    }
  }

  async #lasts(nowMs: number): Promise<boolean> {
    const { look, dependenciesAnswer, patience } = this.options;
    const { isStill, isWorking } = look();
    if (!isStill || !(await dependenciesAnswer())) this.#sinceMs = undefined;
    else if (nowMs - (this.#sinceMs ??= nowMs) >= (isWorking ? patience.workingMs : patience.idleMs)) {
      this.#sinceMs = undefined;
      return true;
    }
    return false;
  }
}
