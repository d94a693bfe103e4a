import type { Examples, FeatureValue } from './examples.js';

/** The Park and Miller generator: the same numbers from 0 to 1 on every machine. */
export function drawing(seed: number): () => number {
  let state = seed;
  return () => (state = (state * 48_271) % 2_147_483_647) / 2_147_483_647;
}

/** Log-odds by which {@link syntheticExamples} are won: -1, 1.5 for each standard deviation of `size`, 2 for `gold` and -1 for `tin`. */
export function trueLogOdds(size: number, metal: string): number {
  return -1 + 1.5 * size + (metal === 'gold' ? 2 : metal === 'tin' ? -1 : 0);
}

/** Leads whose outcome was drawn by {@link trueLogOdds}, with a column of noise and one that says nothing. */
export function syntheticExamples(count: number, seed = 7): Examples {
  const draw = drawing(seed);
  const rows = Array.from({ length: count }, () => {
    // A sum of twelve is near to normal, with a standard deviation of 1.
    const size = Array.from({ length: 12 }, draw).reduce((sum, one) => sum + one, 0) - 6;
    const metal = ['gold', 'tin', 'iron'][Math.floor(draw() * 3)] as string;
    const won = draw() < 1 / (1 + Math.exp(-trueLogOdds(size, metal)));
    return { size, metal, noise: draw(), won };
  });
  const column = (key: string, kind: 'number' | 'choice', values: readonly FeatureValue[]) => ({ feature: { key, kind }, values });
  return {
    ids: rows.map((_, row) => `lead-${row}`),
    outcomes: Uint8Array.from(rows, ({ won }) => Number(won)),
    columns: [
      column('size', 'number', rows.map(({ size }) => size)), // prettier-ignore
      column('metal', 'choice', rows.map(({ metal }) => metal)), // prettier-ignore
      column('noise', 'number', rows.map(({ noise }) => noise)), // prettier-ignore
      column('same', 'choice', rows.map(() => 'x')), // prettier-ignore
    ],
  };
}
