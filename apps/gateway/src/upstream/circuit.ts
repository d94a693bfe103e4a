/**
 * Whether an upstream is worth asking. It opens after failures in a row, so that callers get their answer at once
 * instead of waiting for a dead service, and closes with the first sign of life; whoever owns it looks for that sign.
 */
export class Circuit {
  #failuresInRow = 0;
  #open = false;

  /**
   * @param threshold failures in a row that open it
   * @param onChange called when it opens and when it closes
   */
  constructor(
    private readonly threshold: number,
    private readonly onChange: (open: boolean) => void,
  ) {}

  get isOpen(): boolean {
    return this.#open;
  }

  succeeded(): void {
    this.#failuresInRow = 0;
    this.#turn(false);
  }

  failed(): void {
    this.#failuresInRow += 1;
    if (this.#failuresInRow >= this.threshold) this.#turn(true);
  }

  #turn(open: boolean): void {
    if (this.#open === open) return;
    this.#open = open;
    this.onChange(open);
  }
}
