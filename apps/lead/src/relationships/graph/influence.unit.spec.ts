import { describe, expect, it } from '@jest/globals';
import { DEFAULT_TYPES } from '../types/default-types.js';
import type { GroupEdge } from './graph.js';
import { influenceOf, pageRank, votesOf } from './influence.rules.js';
import { Ranking } from './ranking.rules.js';

/** One lead speaks for another. */
interface Vote {
  readonly by: string;
  readonly for: string;
}

/** The result of a calculation, and how often it could have been left. */
function ended<T>(calculation: Generator<void, T>): { readonly result: T; readonly turns: number } {
  for (let turns = 0; ; turns += 1) {
    const step = calculation.next();
    if (step.done) return { result: step.value, turns };
  }
}

/** Scores in the order of the leads, one letter each. */
function ranked(leads: string, given: readonly Vote[]): Float64Array {
  const places = (end: keyof Vote) => Int32Array.from(given, (vote) => leads.indexOf(vote[end]));
  return ended(pageRank(leads.length, { by: places('by'), for: places('for') })).result;
}

function votes(text: string): Vote[] {
  return text.split(' ').map((pair) => ({ by: pair[0] ?? '', for: pair[1] ?? '' }));
}
const scoresOf = (leads: string, given: readonly Vote[]) => {
  const scores = ranked(leads, given);
  return Object.fromEntries([...leads].map((lead, place) => [lead, scores[place] ?? 0]));
};

/**
 * The same scores in another way: PageRank is the solution of x = (1 − d)/n + d (Mᵀ x + silent weight / n), a system of linear equations, here
 * by Gauss's elimination.
 */
function solved(leads: string, given: readonly Vote[], damping01 = 0.85): number[] {
  const count = leads.length;
  const rows = Array.from({ length: count }, (_, row) =>
    Array.from({ length: count + 1 }, (_unused, column) => (column === count ? (1 - damping01) / count : Number(row === column))),
  );
  [...leads].forEach((lead, column) => {
    const own = given.filter((vote) => vote.by === lead);
    [...leads].forEach((other, row) => {
      const share = own.length === 0 ? 1 / count : own.filter((vote) => vote.for === other).length / own.length;
      (rows[row] as number[])[column] = (rows[row]?.[column] ?? 0) - damping01 * share;
    });
  });
  for (let pivot = 0; pivot < count; pivot += 1) {
    const best = rows
      .slice(pivot)
      .reduce((most, row, at) => (Math.abs(row[pivot] ?? 0) > Math.abs(rows[most]?.[pivot] ?? 0) ? at + pivot : most), pivot);
    [rows[pivot], rows[best]] = [rows[best] as number[], rows[pivot] as number[]];
    rows.forEach((row, at) => {
      if (at === pivot) return;
      const factor = (row[pivot] as number) / (rows[pivot]?.[pivot] as number);
      for (let column = pivot; column <= count; column += 1)
        row[column] = (row[column] as number) - factor * (rows[pivot]?.[column] as number);
    });
  }
  return rows.map((row, at) => (row[count] as number) / (row[at] as number));
}

/** Park and Miller's generator, so that every run draws the same. */
function chance(seed: number): () => number {
  let state = seed;
  return () => (state = (state * 48_271) % 2_147_483_647) / 2_147_483_647;
}

describe('PageRank', () => {
  it('gives the scores of the example that Wikipedia shows', () => {
    // https://en.wikipedia.org/wiki/PageRank, figure "PageRanks-Example": percentages, damping factor 85 %; A speaks for nobody.
    const scores = scoresOf('ABCDEFGHIJK', votes('BC CB DA DB EB ED EF FB FE GB GE HB HE IB IE JE KE'));
    const percent = Object.fromEntries(Object.entries(scores).map(([lead, score]) => [lead, (score * 100).toFixed(1)]));
    const small = { G: '1.6', H: '1.6', I: '1.6', J: '1.6', K: '1.6' };
    expect(percent).toEqual({ A: '3.3', B: '38.4', C: '34.3', D: '3.9', E: '8.1', F: '3.9', ...small });
  });

  it('solves the equations by which it is defined, for any graph', () => {
    const leads = 'ABCDEFGHIJKLMNOP';
    for (let seed = 1; seed <= 40; seed += 1) {
      const next = chance(seed);
      const pick = () => leads[Math.floor(next() * leads.length)] ?? 'A';
      const given = Array.from({ length: Math.floor(next() * 60) }, () => ({ by: pick(), for: pick() })).filter(
        (vote) => vote.by !== vote.for,
      );
      const expected = solved(leads, given);
      const scores = [...ranked(leads, given)];
      scores.forEach((score, place) => expect(score).toBeCloseTo(expected[place] as number, 8));
      expect(scores.reduce((sum, score) => sum + score, 0)).toBeCloseTo(1, 8);
    }
  });

  it('gives a lead alone all there is', () => {
    expect([...ranked('A', [])]).toEqual([1]);
  });

  it('can be left often while it is made for 50,000 leads with 100,000 relationships, which takes little of a processor', () => {
    const next = chance(7);
    const leadIds = Array.from({ length: 50_000 }, (_, place) => `0191d1a0-5b1e-7c3a-9f00-${String(place).padStart(12, '0')}`);
    const pick = () => leadIds[Math.floor(next() * leadIds.length)] ?? '';
    const edges = Array.from({ length: 100_000 }, (): GroupEdge => ({ type: 'colleague', from: pick(), to: pick() }));
    const startedUs = process.cpuUsage();
    const { result, turns } = ended(influenceOf(leadIds, edges, DEFAULT_TYPES));
    const { user, system } = process.cpuUsage(startedUs);
    expect(result.reduce((sum, score) => sum + score, 0)).toBeCloseTo(1, 6);
    expect(turns).toBeGreaterThan(100);
    // Some 0.4 s of a processor; ten times as much on a machine that is busy with others.
    expect((user + system) / 1e6).toBeLessThan(4);
  });
});

describe('votes', () => {
  const told = (type: string, types: Parameters<typeof votesOf>[2] = DEFAULT_TYPES) => {
    const { result: votes } = ended(votesOf(['A', 'B'], [{ type, from: 'A', to: 'B' }], types));
    return [...votes.by].map((voter, index) => `${'AB'[voter]} for ${'AB'[votes.for[index] ?? 0]}`);
  };
  it('go to who referred, and to both where neither is above the other', () => {
    expect(told('referred')).toEqual(['B for A']);
    expect(told('spouse')).toEqual(['B for A', 'A for B']);
    expect(told('reports-to', [{ name: 'reports-to', inverse: 'manages', influence: 'to' }])).toEqual(['A for B']);
  });
});

describe('a ranking', () => {
  const ranking = new Ranking(Float64Array.of(0.1, 0.3, 0.1, 0.3, 0.1000000001, 0.1));
  const shown = (limit: number) => ranking.first(limit).map(({ place, rank }) => [place, rank]);

  it('has the highest scores first and equal ones by their places, with equal ranks', () => {
    const all = [
      [1, 1],
      [3, 1],
      [0, 3],
      [2, 3],
      [4, 3],
      [5, 3],
    ];
    expect(shown(10)).toEqual(all);
    for (const limit of [1, 2, 3, 5, 6]) expect(shown(limit)).toEqual(all.slice(0, limit));
    expect(ranking.at(5)).toEqual({ place: 5, influence01: 0.1, rank: 3 });
  });
});
