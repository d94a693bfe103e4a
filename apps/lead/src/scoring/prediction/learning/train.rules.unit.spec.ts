import { describe, expect, it } from '@jest/globals';
import type { Examples } from './examples.js';
import { finished } from './finished.fixture.spec.js';
import { dealFolds } from './folds.rules.js';
import { meanOf, predict } from './predict.rules.js';
import { drawing, syntheticExamples, trueLogOdds } from './synthetic-outcomes.fixture.spec.js';
import { LEAST_OUTCOMES, train, type Training } from './train.rules.js';

const trained = (examples: Examples): Training => {
  const training = finished(train(examples));
  if (typeof training === 'string') throw new Error(training);
  return training;
};

/** The leads in another order. */
function shuffled({ ids, outcomes, columns }: Examples): Examples {
  const draw = drawing(99);
  const places = ids.map((_, row) => ({ row, place: draw() })).toSorted((a, b) => a.place - b.place).map(({ row }) => row); // prettier-ignore
  return {
    ids: places.map((row) => ids[row] as string),
    outcomes: Uint8Array.from(places, (row) => outcomes[row] as number),
    columns: columns.map(({ feature, values }) => ({ feature, values: places.map((row) => values[row] ?? null) })),
  };
}

describe('the folds of leads', () => {
  it('have the same share of those that were won, and do not depend on the order', () => {
    const examples = syntheticExamples(1_003);
    const folds = finished(dealFolds(examples, 5, 'seed'));
    const won = [0, 1, 2, 3, 4].map((fold) => folds.filter((one, row) => one === fold && examples.outcomes[row] === 1).length);
    const all = [0, 1, 2, 3, 4].map((fold) => folds.filter((one) => one === fold).length);
    expect(Math.max(...won) - Math.min(...won)).toBeLessThanOrEqual(1);
    expect(Math.max(...all) - Math.min(...all)).toBeLessThanOrEqual(2);
    const other = shuffled(examples);
    const again = finished(dealFolds(other, 5, 'seed'));
    const byId = new Map(other.ids.map((id, row) => [id, again[row]]));
    expect(examples.ids.map((id) => byId.get(id))).toEqual([...folds]);
    expect([...finished(dealFolds(examples, 5, 'other'))]).not.toEqual([...folds]);
  });
});

describe('what is learned from leads', () => {
  const training = trained(syntheticExamples(5_000));
  const value = (size: number, metal: string) => (key: string) => (key === 'size' ? size : key === 'metal' ? metal : 0.5);

  it.each([
    [0, 'iron'],
    [1, 'gold'],
    [-1, 'tin'],
    [0.5, 'tin'],
  ])('comes near to the odds by which they were won (%d, %s)', (size, metal) => {
    // Of 4,000 leads the standard error of such odds is about 0.1.
    expect(Math.abs(predict(training.model, value(size, metal)).micro / 1e6 - trueLogOdds(size, metal))).toBeLessThan(0.4);
  });

  it('leaves out what is always the same, and gives noise next to nothing', () => {
    const spreads = Object.fromEntries(training.model.features.map(({ encoding, spread }) => [encoding.key, spread]));
    expect(Object.keys(spreads)).toEqual(['size', 'metal', 'noise']);
    expect(spreads['size']).toBeGreaterThan(1.2);
    expect(spreads['noise']).toBeLessThan(0.15);
  });

  it('is measured by a fifth that was held back, and better than the base rate there', () => {
    const { quality, learned } = training;
    expect(quality.leads + learned.leads).toBe(5_000);
    expect(Math.abs(quality.leads - 1_000)).toBeLessThanOrEqual(1);
    expect(quality.won / quality.leads).toBeCloseTo(learned.won / learned.leads, 2);
    expect(quality.logLoss).toBeLessThan(quality.baseLogLoss);
    for (const { predicted01, observed01 } of quality.calibration) expect(Math.abs(predicted01 - observed01)).toBeLessThan(0.15);
  });

  it('is the same from the same leads, and but for rounding in another order', () => {
    const examples = syntheticExamples(1_000);
    const [first, again, other] = [trained(examples), trained(examples), trained(shuffled(examples))];
    expect(again).toEqual(first);
    expect(other.penalty).toBe(first.penalty);
    expect(other.model.intercept).toBeCloseTo(first.model.intercept, 6);
    expect(other.quality.area).toBeCloseTo(first.quality.area, 6);
  });

  it('explains log-odds by parts that add up to them exactly, none for a lead like the mean', () => {
    for (const say of [value(1.234567, 'gold'), value(-3, 'never seen'), () => null, () => Number.NaN, () => 1e308]) {
      const { probability01, micro, base, parts } = predict(training.model, say);
      expect(parts.reduce((sum, part) => sum + part.micro, base)).toBe(micro);
      expect(Number.isSafeInteger(micro)).toBe(true);
      expect(Math.log(probability01 / (1 - probability01))).toBeCloseTo(micro / 1e6, 6);
    }
    const base = training.model.features.reduce((sum, feature) => sum + meanOf(feature), training.model.intercept);
    expect(predict(training.model, value(0, 'gold')).base).toBe(Math.round(base * 1e6));
  });
});

describe('nothing is learned', () => {
  const cut = ({ ids, outcomes, columns }: Examples, keep: (row: number) => boolean): Examples => {
    const rows = ids.map((_, row) => row).filter(keep);
    return {
      ids: rows.map((row) => ids[row] as string),
      outcomes: Uint8Array.from(rows, (row) => outcomes[row] as number),
      columns: columns.map(({ feature, values }) => ({ feature, values: rows.map((row) => values[row] ?? null) })),
    };
  };
  const examples = syntheticExamples(2_000);
  /** So many that were won, and all that were lost. */
  const withWon = (count: number) => {
    let won = 0;
    return cut(examples, (row) => examples.outcomes[row] === 0 || (won += 1) <= count);
  };

  it('from fewer leads of one outcome than it takes', () => {
    expect(finished(train(withWon(LEAST_OUTCOMES - 1)))).toBe('too-few-outcomes');
    expect(finished(train(withWon(0)))).toBe('too-few-outcomes');
    expect(typeof finished(train(withWon(LEAST_OUTCOMES)))).toBe('object');
  });

  it('from leads of which nothing is known, or all is the same', () => {
    const nothing = { ...examples, columns: examples.columns.map(({ feature }) => ({ feature, values: examples.ids.map(() => null) })) };
    expect(finished(train(nothing))).toBe('nothing-to-learn-from');
    expect(finished(train({ ...examples, columns: [] }))).toBe('nothing-to-learn-from');
  });
});

describe('training', () => {
  it('keeps finite where a column tells the outcome, another one repeats it, and numbers are no numbers', () => {
    const examples = syntheticExamples(600);
    const told = [...examples.outcomes].map((outcome) => (outcome === 1 ? 'yes' : 'no'));
    const columns = [
      ...examples.columns,
      { feature: { key: 'told', kind: 'choice' as const }, values: told },
      { feature: { key: 'again', kind: 'choice' as const }, values: told },
      {
        feature: { key: 'broken', kind: 'number' as const },
        values: told.map((_, row) => (row % 3 === 0 ? Number.NaN : row % 3 === 1 ? Infinity : row)),
      },
    ];
    const { model, quality } = trained({ ...examples, columns });
    expect(model.features.flatMap((feature) => feature.columns.map(({ weight }) => weight)).every(Number.isFinite)).toBe(true);
    expect([quality.area, Number.isFinite(quality.logLoss)]).toEqual([1, true]);
  });

  it('lets go of the processor every few milliseconds, with as many leads and columns as there may be', () => {
    const draw = drawing(3);
    const leads = 20_000;
    const words = Array.from({ length: 12 }, (_, index) => ({
      feature: { key: `word${index}`, kind: 'choice' as const },
      values: Array.from({ length: leads }, () => `w${Math.floor(draw() * 22)}`),
    }));
    const ids = Array.from({ length: leads }, (_, row) => `${row}`);
    const outcomes = Uint8Array.from(ids, () => Number(draw() < 0.3));
    const calculation = train({ ids, outcomes, columns: words });
    let longestMs = 0;
    // By then leads are dealt and encoded, and the first models made: what follows repeats that with other penalties.
    for (let step = 0; step < 160; step += 1) {
      const before = process.threadCpuUsage();
      calculation.next();
      longestMs = Math.max(longestMs, process.threadCpuUsage(before).user / 1_000);
    }
    expect(longestMs).toBeLessThan(50);
  });
});
