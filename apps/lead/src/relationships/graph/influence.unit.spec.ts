import { describe, expect, it } from '@jest/globals';
import { DEFAULT_TYPES } from '../types/default-types.js';
import type { Edge } from './graph.js';
import { pageRank, type Vote, votesOf } from './influence.rules.js';

function votes(text: string): Vote[] {
  return text.split(' ').map((pair) => ({ by: pair[0] ?? '', for: pair[1] ?? '' }));
}
const scoresOf = (leads: string, given: readonly Vote[]) => {
  const scores = pageRank([...leads], given);
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
      const scores = [...pageRank([...leads], given)];
      scores.forEach((score, place) => expect(score).toBeCloseTo(expected[place] as number, 8));
      expect(scores.reduce((sum, score) => sum + score, 0)).toBeCloseTo(1, 8);
    }
  });

  it('gives a lead alone all there is', () => {
    expect([...pageRank(['A'], [])]).toEqual([1]);
  });
});

describe('votes', () => {
  const edge = (type: string): Edge => ({ id: type, type, isSymmetric: type === 'spouse', from: 'A', to: 'B' });
  it('go to who referred, and to both where neither is above the other', () => {
    expect(votesOf([edge('referred')], DEFAULT_TYPES)).toEqual([{ by: 'B', for: 'A' }]);
    expect(votesOf([edge('spouse')], DEFAULT_TYPES)).toEqual([
      { by: 'B', for: 'A' },
      { by: 'A', for: 'B' },
    ]);
    const reports = { name: 'reports-to', inverse: 'manages', influence: 'to' } as const;
    expect(votesOf([edge('reports-to')], [reports])).toEqual([{ by: 'A', for: 'B' }]);
  });
});
