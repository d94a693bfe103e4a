/** A sleep that can be cut short; a call that comes while nobody sleeps ends the next one at once. */
export class Nap {
  #wake: (() => void) | undefined;
  #called = false;

  /** @returns after `ms`, or when somebody calls */
  async take(ms: number): Promise<void> {
    if (!this.#called) {
      const { promise, resolve } = Promise.withResolvers<void>();
      const timer = setTimeout(resolve, ms);
      this.#wake = resolve;
      await promise;
      clearTimeout(timer);
    }
    this.#wake = undefined;
    this.#called = false;
  }

  call(): void {
    this.#called = true;
    this.#wake?.();
  }
}
