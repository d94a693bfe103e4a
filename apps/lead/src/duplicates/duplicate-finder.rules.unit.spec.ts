import { describe, expect, it } from '@jest/globals';
import { syntheticPeople } from '../../test/synthetic-people.js';
import { findDuplicates } from './duplicate-finder.rules.js';

/** `p7` and `p7-again` are one person; `p7-relative` is somebody else. */
const isOnePerson = (left: string, right: string): boolean => left.replace('-again', '') === right.replace('-again', '');

describe('findDuplicates', () => {
  const people = syntheticPeople(5_000, 21);
  const pairs = [...findDuplicates(people)];

  it('finds most of those who came twice among made-up leads, and few others', () => {
    const twice = people.filter(({ id }) => id.endsWith('-again')).length;
    const right = pairs.filter(({ leftId, rightId }) => isOnePerson(leftId, rightId)).length;
    expect(twice).toBeGreaterThan(400);
    expect(right / twice).toBeGreaterThan(0.75);
    expect(right / pairs.length).toBeGreaterThan(0.95);
  });

  it('takes no relative for the person', () => {
    const relatives = pairs.filter(({ leftId, rightId }) => `${leftId} ${rightId}`.includes('relative'));
    const ofOneHome = relatives.filter(({ leftId, rightId }) => leftId.split('-')[0] === rightId.split('-')[0]);
    expect(ofOneHome).toEqual([]);
  });

  it('reports what the caller asks for', () => {
    const certain = [...findDuplicates(people, { threshold01: 0.999 })];
    expect(certain.length).toBeLessThan(pairs.length);
    expect(Math.min(...certain.map(({ score01 }) => score01))).toBeGreaterThanOrEqual(0.999);
  });
});
