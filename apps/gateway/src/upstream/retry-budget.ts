/**
 * How many retries an upstream may be burdened with: a tenth of the requests it gets, and a few to begin with. When
 * much fails, retries stop by themselves instead of doubling the load.
 */
export class RetryBudget {
  #tokens: number;

  /**
   * @param ratio01 retries per request
   * @param reserve most retries that can be saved up
   */
  constructor(
    private readonly ratio01 = 0.1,
    private readonly reserve = 10,
  ) {
    this.#tokens = reserve;
  }

  /** Counts a first attempt. */
  deposit(): void {
    this.#tokens = Math.min(this.reserve, this.#tokens + this.ratio01);
  }

  /** Takes the right to one retry; false when there is none left. */
  withdraw(): boolean {
    if (this.#tokens < 1) return false;
    this.#tokens -= 1;
    return true;
  }
}
