/** Prints what `npm start` is at: one line a step, with its seconds. */
export class Progress {
  readonly #steps: number;
  readonly #print: (line: string) => void;

  constructor(steps: number, print: (line: string) => void) {
    this.#steps = steps;
    this.#print = print;
  }

  /** One line of a step that is measured elsewhere. */
  line(step: number, subject: string, outcome: string, seconds: number): void {
    this.#print(`[${step}/${this.#steps}] ${subject.padEnd(12)} ${outcome} (${seconds.toFixed(1)} s)`);
  }

  /** Runs a step and prints its line when it has succeeded; `outcome` may look at the result. */
  async step<T>(step: number, subject: string, work: () => Promise<T>, outcome: (result: T) => string): Promise<T> {
    const started = performance.now();
    const result = await work();
    this.line(step, subject, outcome(result), (performance.now() - started) / 1000);
    return result;
  }
}
