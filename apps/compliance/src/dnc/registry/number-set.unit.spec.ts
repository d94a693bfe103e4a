import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { LINES_PER_EXCHANGE, MAX_PARTED, MAX_SHORTS } from './area-page.rules.js';
import { isNationalNumber, LINES } from './national-number.rules.js';
import { NumberSet } from './number-set.rules.js';
import { NumberSetDraft } from './number-set-draft.rules.js';

interface Change {
  readonly kind: 'add' | 'remove';
  readonly first: number;
  readonly count: number;
  readonly step: number;
}

/** Runs of numbers, so that exchanges become dense and sparse again; few places, so that runs meet. */
const change: fc.Arbitrary<Change> = fc.record({
  kind: fc.constantFrom('add', 'add', 'remove'),
  first: fc
    .tuple(fc.constantFrom(200, 201, 415, 999), fc.constantFrom(0, 9_998, 5_550_000, 5_559_400, 9_998_800), fc.nat(1_300))
    .map(([areaCode, line, offset]) => areaCode * LINES + line + offset),
  count: fc.oneof(fc.constant(1), fc.nat(2_000)),
  step: fc.constantFrom(1, 1, 2, 7),
});

function numbersOf({ first, count, step }: Change): number[] {
  return Array.from({ length: count }, (_, index) => first + index * step).filter(isNationalNumber);
}

function drafted(base: NumberSet, changes: readonly Change[]) {
  const draft = new NumberSetDraft(base);
  for (const each of changes) for (const number of numbersOf(each)) draft[each.kind](number);
  return draft.finish();
}

function applied(base: ReadonlySet<number>, changes: readonly Change[]) {
  const model = new Set(base);
  const counts = { added: 0, removed: 0, unchanged: 0 };
  for (const each of changes)
    for (const number of numbersOf(each)) {
      if (model.has(number) === (each.kind === 'add')) counts.unchanged += 1;
      else counts[each.kind === 'add' ? 'added' : 'removed'] += 1;
      if (each.kind === 'add') model.add(number);
      else model.delete(number);
    }
  return { model, counts };
}

/** Every number that is near one that was named, so that neither direction goes unasked. */
function expectSame(numbers: NumberSet, model: ReadonlySet<number>, changes: readonly Change[]): void {
  const asked = changes
    .flatMap((each) => numbersOf(each))
    .flatMap((number) => [number - 1, number, number + 1, number + 32, number + LINES_PER_EXCHANGE]);
  const wrong = asked.filter(isNationalNumber).filter((number) => numbers.has(number) !== model.has(number));
  expect(wrong).toEqual([]);
  expect(numbers.size).toBe(model.size);
}

describe('a set of numbers', () => {
  it('answers as a plain set does, after any changes, and the one before goes on answering as it did', () => {
    fc.assert(
      fc.property(fc.array(change, { maxLength: 8 }), fc.array(change, { maxLength: 4 }), (first, second) => {
        const before = drafted(NumberSet.EMPTY, first);
        const modelBefore = applied(new Set(), first);
        const after = drafted(before.numbers, second);
        const modelAfter = applied(modelBefore.model, second);
        expectSame(before.numbers, modelBefore.model, [...first, ...second]);
        expectSame(after.numbers, modelAfter.model, [...first, ...second]);
        expect([before.counts, after.counts]).toEqual([modelBefore.counts, modelAfter.counts]);
      }),
      { numRuns: 25 },
    );
  });

  it('answers for each number of dense, sparse and empty exchanges', () => {
    const isListed = (line: number) => line < 20_000 || (line < 700_000 ? line % 7 === 3 : line < 900_000 && line % 10_000 < 2);
    const lines = Array.from({ length: 1_000_000 }, (_, line) => line);
    const draft = new NumberSetDraft();
    lines.filter(isListed).forEach((line) => draft.add(212 * LINES + line));
    const { numbers } = draft.finish();
    expect(lines.filter((line) => numbers.has(212 * LINES + line) !== isListed(line))).toEqual([]);
    expect([211, 213].map((areaCode) => numbers.has(areaCode * LINES + 3))).toEqual([false, false]);
  });

  const boundaries = [MAX_SHORTS, MAX_PARTED].flatMap((most) => [most - 1, most, most + 1]);
  const spread = [1, 3, 8].flatMap((step) => boundaries.map((count) => [count, step] as const));
  it.each([...spread, [LINES_PER_EXCHANGE, 1] as const])('is exact with %d numbers of one exchange, each the %dth', (count, step) => {
    const numbers = Array.from({ length: count }, (_, index) => 4_155_550_000 + LINES_PER_EXCHANGE - 1 - index * step);
    const draft = new NumberSetDraft();
    numbers.forEach((number) => draft.add(number));
    const set = draft.finish().numbers;
    const listed = Array.from({ length: LINES_PER_EXCHANGE + 2 }, (_, index) => 4_155_549_999 + index).filter((number) => set.has(number));
    expect(listed).toEqual(numbers.toReversed());
  });

  it('shares the pages that a change does not concern, and forgets an area code without numbers', () => {
    const first = drafted(NumberSet.EMPTY, [
      { kind: 'add', first: 2_015_550_000, count: 3, step: 1 },
      { kind: 'add', first: 4_155_550_000, count: 3, step: 1 },
    ]).numbers;
    const { numbers: second, changed } = drafted(first, [{ kind: 'remove', first: 4_155_550_000, count: 3, step: 1 }]);
    expect(second.page(201)).toBe(first.page(201));
    expect([...changed.keys()]).toEqual([415]);
    expect([...second.pages()].map(([areaCode]) => areaCode)).toEqual([201]);
  });

  it('takes more changes of an area code than wait at once, the latest of a number last', () => {
    const draft = new NumberSetDraft();
    for (let round = 0; round < 3; round += 1)
      for (let line = 0; line < 40_000; line += 1) draft[round === 1 && line % 2 === 0 ? 'remove' : 'add'](2_120_000_000 + line);
    draft.remove(2_120_000_001);
    expect(draft.finish()).toMatchObject({ numbers: { size: 39_999 }, counts: { added: 60_000, removed: 20_001, unchanged: 40_000 } });
  });

  it('takes less than a byte and a tenth for each of some hundred numbers of an exchange', () => {
    const { numbers } = drafted(NumberSet.EMPTY, [{ kind: 'add', first: 4_155_550_000, count: 900, step: 11 }]);
    expect(numbers.sizeBytes).toBeLessThan(900 * 1.1 + 6_000);
  });

  it('takes no more than a bit for each number of the exchanges in use', () => {
    const { numbers } = drafted(NumberSet.EMPTY, [{ kind: 'add', first: 4_155_550_000, count: 10_000, step: 1 }]);
    expect(numbers.sizeBytes).toBeLessThan(10_000 / 8 + 6_100);
    expect(drafted(NumberSet.EMPTY, [{ kind: 'add', first: 4_155_550_000, count: 100, step: 1 }]).numbers.sizeBytes).toBeLessThan(
      200 + 6_100,
    );
  });
});
