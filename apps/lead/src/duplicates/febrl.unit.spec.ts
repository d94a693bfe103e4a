import { describe, expect, it } from '@jest/globals';
import { candidatePairs } from './blocking/candidate-pairs.rules.js';
import { comparableLead } from './comparable/comparable-lead.rules.js';
import { findDuplicates } from './duplicate-finder.rules.js';
import { FEBRL_IS_GIVEN, febrlCandidates, personOf } from './febrl.fixture.spec.js';

const whereGiven = FEBRL_IS_GIVEN ? describe : describe.skip;

whereGiven("FEBRL's dataset1 (needs ../shared/data)", () => {
  const candidates = FEBRL_IS_GIVEN ? febrlCandidates() : [];
  const isPair = (left: string, right: string): boolean => personOf(left) === personOf(right);

  it('holds 500 people, each twice', () => {
    expect(candidates).toHaveLength(1_000);
    expect(new Set(candidates.map(({ id }) => personOf(id))).size).toBe(500);
  });

  it('blocks at least 99 of 100 true pairs, with fewer than two comparisons a record', () => {
    const pairs = [...candidatePairs(candidates.map(comparableLead))];
    const found = pairs.filter(([left, right]) => isPair(candidates[left]?.id ?? '', candidates[right]?.id ?? ''));
    expect(found.length).toBeGreaterThanOrEqual(495);
    expect(pairs.length).toBeLessThan(2_000);
  });

  it('is told apart with precision ≥ 0.99 and recall ≥ 0.95 at the default threshold, blocking included', () => {
    const reported = [...findDuplicates(candidates)];
    const right = reported.filter(({ leftId, rightId }) => isPair(leftId, rightId));
    expect(right.length / reported.length).toBeGreaterThanOrEqual(0.99);
    expect(right.length).toBeGreaterThanOrEqual(0.95 * 500);
  });

  it('takes no two people for one when names and addresses are all there is, and still finds half of the pairs', () => {
    const reported = [...findDuplicates(candidates.map((candidate) => ({ ...candidate, attributes: {} })))];
    expect(reported.filter(({ leftId, rightId }) => !isPair(leftId, rightId))).toEqual([]);
    expect(reported.length).toBeGreaterThanOrEqual(250);
  });
});
