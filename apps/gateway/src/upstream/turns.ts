/** One that waits for its turn, and is told when it comes. */
export interface TurnTaker {
  /** Whose turns are counted together; undefined: nobody's, its turn is now. */
  readonly party: string | undefined;
  begin(): void;
}

/** Lets each party do so much at once: what is more waits for the party's own to end, in the order it came, and for nobody else's. */
export class Turns {
  readonly #running = new Map<string, number>();
  readonly #waiting = new Map<string, Set<TurnTaker>>();

  /** @param atOnce of one party */
  constructor(private readonly atOnce: number) {}

  /** How much a party has begun and not ended, or waits for. */
  countOf(party: string | undefined): number {
    return party === undefined ? 0 : (this.#running.get(party) ?? 0) + (this.#waiting.get(party)?.size ?? 0);
  }

  /** Begins it now, or when one of its party has left. */
  take(taker: TurnTaker): void {
    const { party } = taker;
    if (party === undefined) return taker.begin();
    const running = this.#running.get(party) ?? 0;
    if (running < this.atOnce) this.#begin(party, running, taker);
    else this.#line(party).add(taker);
  }

  /** To be called once of each: it has ended, or does not want its turn any more. */
  leave(taker: TurnTaker): void {
    const { party } = taker;
    if (party === undefined) return;
    const line = this.#waiting.get(party);
    if (line?.delete(taker)) {
      if (line.size === 0) this.#waiting.delete(party);
      return;
    }
    const running = (this.#running.get(party) ?? 1) - 1;
    if (running === 0) this.#running.delete(party);
    else this.#running.set(party, running);
    const [next] = line ?? [];
    if (!line || !next) return;
    line.delete(next);
    if (line.size === 0) this.#waiting.delete(party);
    this.#begin(party, running, next);
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
