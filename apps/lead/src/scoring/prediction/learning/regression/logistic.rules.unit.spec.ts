import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { finished } from '../finished.fixture.spec.js';
import type { Design, Sample } from './design.js';
import { fitLogistic, type LogisticFit, logOddsOf, probabilityOf, surprise } from './logistic.rules.js';
import { calibrate } from './platt.rules.js';

function designOf(rows: readonly (readonly number[])[]): Design {
  const entries = rows.map((row) => row.map((value, column) => ({ value, column })).filter(({ value }) => value !== 0));
  const starts = Uint32Array.from([0, ...rows.keys()].map((_, index) => entries.slice(0, index).flat().length));
  const all = entries.flat();
  return {
    columnCount: rows[0]?.length ?? 0,
    starts,
    columns: Uint16Array.from(all, ({ column }) => column),
    values: Float64Array.from(all, ({ value }) => value),
  };
}

function sample(rows: readonly (readonly number[])[], outcomes: readonly number[]): Sample {
  return { design: designOf(rows), targets: Float64Array.from(outcomes), rows: Uint32Array.from(rows.keys()) };
}

const fitted = (rows: readonly (readonly number[])[], outcomes: readonly number[], penalty: number): LogisticFit =>
  finished(fitLogistic(sample(rows, outcomes), penalty));

const isFinite = ({ weights, intercept }: LogisticFit): boolean => [...weights, intercept].every(Number.isFinite);

// Hours of study and whether the examination was passed: the example of the article on logistic regression in Wikipedia.
const HOURS = [0.5, 0.75, 1, 1.25, 1.5, 1.75, 1.75, 2, 2.25, 2.5, 2.75, 3, 3.25, 3.5, 4, 4.25, 4.5, 4.75, 5, 5.5];
const PASSED = [0, 0, 0, 0, 0, 0, 1, 0, 1, 0, 1, 0, 1, 0, 1, 1, 1, 1, 1, 1];

describe('a logistic regression', () => {
  it('comes to the coefficients that are published for hours of study', () => {
    const { weights, intercept } = fitted(HOURS.map((hours) => [hours]), PASSED, 0); // prettier-ignore
    expect(intercept).toBeCloseTo(-4.0777, 4);
    expect(weights[0]).toBeCloseTo(1.5046, 4);
    const loss = HOURS.reduce((sum, hours, row) => sum + surprise(intercept + hours * (weights[0] as number), PASSED[row] as number), 0);
    expect(loss).toBeCloseTo(8.02988, 5);
    expect(probabilityOf(intercept + 2 * (weights[0] as number))).toBeCloseTo(0.26, 2);
  });

  it('comes to the logarithm of the odds ratio of a table of four', () => {
    // 30 of 40 with the mark were won, 20 of 60 without it: odds of 3 and of 1/2.
    const rows = Array.from({ length: 100 }, (_, row) => [row < 40 ? 1 : 0]);
    const outcomes = rows.map((_, row) => Number(row < 30 || row >= 80));
    const { weights, intercept } = fitted(rows, outcomes, 0);
    expect(intercept).toBeCloseTo(Math.log(1 / 2), 9);
    expect(weights[0]).toBeCloseTo(Math.log(6), 9);
  });

  it('is where the likelihood and the penalty pull equally, whatever the rows are', () => {
    const number = fc.double({ min: -5, max: 5, noNaN: true });
    const row = fc.record({ numbers: fc.tuple(number, number, number), won: fc.boolean() });
    fc.assert(
      fc.property(fc.array(row, { minLength: 5, maxLength: 40 }), fc.constantFrom(0.1, 1, 30), (drawn, penalty) => {
        const outcomes = drawn.map(({ won }) => Number(won));
        fc.pre(outcomes.includes(0) && outcomes.includes(1));
        const { design, rows } = sample(drawn.map(({ numbers }) => numbers), outcomes); // prettier-ignore
        const found = fitted(drawn.map(({ numbers }) => numbers), outcomes, penalty); // prettier-ignore
        const misses = Array.from(rows, (index) => probabilityOf(logOddsOf(design, index, found)) - (outcomes[index] as number));
        const pulls = [0, 1, 2].map((column) => misses.reduce((sum, miss, index) => sum + miss * (drawn[index]?.numbers[column] ?? 0), 0));
        pulls.forEach((pull, column) => expect(pull + penalty * (found.weights[column] as number)).toBeCloseTo(0, 5));
        expect(misses.reduce((sum, miss) => sum + miss, 0)).toBeCloseTo(0, 5);
      }),
    );
  });

  it('has finite weights where outcomes are separable, and smaller ones under a higher penalty', () => {
    const rows = [[-2], [-1], [1], [2]];
    const [weak, strong] = [fitted(rows, [0, 0, 1, 1], 0.001), fitted(rows, [0, 0, 1, 1], 10)];
    expect([isFinite(weak), isFinite(strong)]).toEqual([true, true]);
    expect(weak.weights[0]).toBeGreaterThan(strong.weights[0] as number);
    expect(strong.weights[0]).toBeGreaterThan(0);
    expect(isFinite(fitted(rows, [0, 0, 1, 1], 0))).toBe(true);
  });

  it('shares a weight among columns that say the same', () => {
    const [alone] = fitted([[1], [1], [1], [0], [0], [0]], [1, 1, 0, 1, 0, 0], 1).weights;
    // Half of the penalty each: w²/2 twice is (2w)²/4.
    const { weights } = fitted([[1, 1], [1, 1], [1, 1], [0, 0], [0, 0], [0, 0]], [1, 1, 0, 1, 0, 0], 2); // prettier-ignore
    expect(weights[0]).toBeCloseTo(weights[1] as number, 9);
    expect((weights[0] as number) + (weights[1] as number)).toBeCloseTo(alone as number, 9);
    expect(isFinite(fitted([[1, 1], [1, 1], [0, 0], [0, 0]], [1, 0, 1, 0], 0))).toBe(true); // prettier-ignore
  });

  it('takes a column that is always the same, or always nothing, for what it is', () => {
    const rows = [[1, 0, -1], [1, 0, 1], [1, 0, -2], [1, 0, 2]]; // prettier-ignore
    const { weights, intercept } = fitted(rows, [0, 1, 1, 1], 1);
    expect(weights[1]).toBe(0);
    expect(weights[0]).toBeCloseTo(0, 6);
    expect(Number.isFinite(intercept)).toBe(true);
  });

  it.each([
    [[1, 1, 1], Math.log(3.5 / 0.5)],
    [[0, 0, 0], Math.log(0.5 / 3.5)],
  ])('learns no weights from outcomes that are all alike (%j)', (outcomes, expected) => {
    const { weights, intercept } = fitted([[1], [2], [3]], outcomes, 1);
    expect([...weights]).toEqual([0]);
    expect(intercept).toBeCloseTo(expected, 9);
  });

  it('reads the rows that count, and no others', () => {
    const { design, targets } = sample([[1], [0], [9], [1], [0]], [1, 0, 0, 0, 1]);
    const some = finished(fitLogistic({ design, targets, rows: Uint32Array.of(0, 1, 3, 4) }, 1));
    expect(some).toEqual(fitted([[1], [0], [1], [0]], [1, 0, 0, 1], 1));
  });
});

describe("Platt's scaling", () => {
  it('brings log-odds to the shares that were seen, moved a little from certainty', () => {
    // Of ten said to be +1 eight were won, of ten said to be -1 two. Targets are 11/12 and 1/12: means of 3/4 and 1/4.
    const said = Float64Array.from({ length: 20 }, (_, index) => (index < 10 ? 1 : -1));
    const outcomes = Uint8Array.from(said, (_, index) => Number(index < 8 || index >= 18));
    const { slope, offset } = finished(calibrate(said, outcomes));
    expect(slope).toBeCloseTo(Math.log(3), 4);
    expect(offset).toBeCloseTo(0, 4);
  });

  it.each([
    ['rank the wrong way round', (index: number) => (index < 3 ? -1 : 1)],
    ['are all alike', () => 0.7],
  ])('gives everybody the same where log-odds %s', (_, say) => {
    const { slope, offset } = finished(
      calibrate(
        Float64Array.from({ length: 7 }, (_value, index) => say(index)),
        Uint8Array.of(1, 1, 1, 0, 0, 0, 0),
      ),
    );
    expect(probabilityOf(slope * 0.7 + offset)).toBeCloseTo(4 / 9, 1);
    expect(slope).toBeLessThan(1e-3);
  });
});
