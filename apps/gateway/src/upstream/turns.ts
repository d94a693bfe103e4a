/** One that waits for its turn, and is told when it comes. */
export interface TurnTaker {
  /** Whose turns are counted together; undefined: nobody's, its turn is now. */
  readonly party: string | undefined;
  begin(): void;
}

/** A party that has asked within this time, or the one before it, is among those who share. */
const SHARE_MS = 1_000;

export interface TurnsOptions {
  /** What those share who ask at present; one that is alone has all of it. */
  readonly places: number;
  /** What each may have at once however many they are. */
  readonly least: number;
  /** Milliseconds that only go forward. */
  readonly now?: () => number;
}

/** Lets each party do its share at once: what is more waits for the party's own to end, in the order it came, and for nobody else's. */
export class Turns {
  readonly #running = new Map<string, number>();
  readonly #waiting = new Map<string, Set<TurnTaker>>();
  readonly #now: () => number;
  /** Who asked in the present stretch of time; who did so in the one before, and has not since. */
  #asking = new Set<string>();
  #askedBefore = new Set<string>();
  #stretchEndsMs = 0;

  constructor(private readonly options: TurnsOptions) {
    this.#now = options.now ?? (() => performance.now());
  }

  /** How much a party has begun and not ended, or waits for. */
  countOf(party: string | undefined): number {
    return party === undefined ? 0 : (this.#running.get(party) ?? 0) + (this.#waiting.get(party)?.size ?? 0);
  }

  /** Begins it now, or when one of its party has left. */
  take(taker: TurnTaker): void {
    const { party } = taker;
    if (party === undefined) return taker.begin();
    this.#note(party);
    const running = this.#running.get(party) ?? 0;
    if (running < this.#share()) this.#begin(party, running, taker);
    else this.#line(party).add(taker);
  }

  /** To be called once of each: it has ended, or does not want its turn any more. */
  leave(taker: TurnTaker): void {
    const { party } = taker;
    if (party === undefined) return;
    const line = this.#waiting.get(party);
    if (!line?.delete(taker)) this.#ended(party);
    for (const next of line ?? []) {
      const running = this.#running.get(party) ?? 0;
      if (running >= this.#share()) break;
      line?.delete(next);
      this.#begin(party, running, next);
    }
    if (line?.size === 0) this.#waiting.delete(party);
  }

  #ended(party: string): void {
    const running = (this.#running.get(party) ?? 1) - 1;
    if (running === 0) this.#running.delete(party);
    else this.#running.set(party, running);
  }

  #share(): number {
    this.#turn();
    const parties = Math.max(1, this.#asking.size + this.#askedBefore.size);
    return Math.max(this.options.least, Math.floor(this.options.places / parties));
  }

  #note(party: string): void {
    this.#turn();
    this.#asking.add(party);
    this.#askedBefore.delete(party);
  }

  #turn(): void {
    const nowMs = this.#now();
    if (nowMs < this.#stretchEndsMs) return;
    this.#askedBefore = nowMs < this.#stretchEndsMs + SHARE_MS ? this.#asking : new Set();
    this.#asking = new Set();
    this.#stretchEndsMs = nowMs + SHARE_MS;
  }

  #begin(party: string, running: number, taker: TurnTaker): void {
    this.#running.set(party, running + 1);
    taker.begin();
  }

  #line(party: string): Set<TurnTaker> {
    const line = this.#waiting.get(party) ?? new Set();
    this.#waiting.set(party, line);
    return line;
  }
}
