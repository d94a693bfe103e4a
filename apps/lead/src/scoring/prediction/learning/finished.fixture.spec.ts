/** What a calculation comes to that may be left for a moment wherever it yields. */
export function finished<T>(calculation: Generator<void, T>): T {
  for (;;) {
    const step = calculation.next();
    if (step.done) return step.value;
  }
}
