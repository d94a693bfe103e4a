import { describe, expect, it } from '@jest/globals';
import { syntheticPeople } from '../../../test/synthetic-people.js';
import { comparableLead } from '../comparable/comparable-lead.rules.js';
import type { DuplicateCandidate } from '../duplicate-candidate.js';
import { candidate, NOWHERE } from '../people.fixture.spec.js';
import { DEFAULT_BLOCK_LIMITS, type SkippedBlock } from './block-limits.js';
import { blockingKeys } from './blocking-keys.rules.js';
import { candidatePairs } from './candidate-pairs.rules.js';

const keysOf = (stated: Partial<DuplicateCandidate>): string[] => blockingKeys(comparableLead(candidate(stated)));

describe('blockingKeys', () => {
  const pairs: [string, Partial<DuplicateCandidate>, Partial<DuplicateCandidate>][] = [
    ['swapped names', { firstName: 'Tiana', lastName: 'Luchetti' }, { firstName: 'Luchetti', lastName: 'Tiana' }],
    ['a last name as it sounds', { firstName: 'Ann', lastName: 'Meyer' }, { firstName: 'A.', lastName: 'Maier' }],
    ['a nickname', { firstName: 'Bob', lastName: 'Hanna' }, { firstName: 'Robert', lastName: 'Hanna' }],
    ['a user at another domain', { email: 'ada.l+x@a.example' }, { email: 'adal@b.example' }],
    ['the end of a telephone number', { phone: '+12025550123' }, { phone: '+442025550123' }],
    [
      'a house',
      { address: { ...NOWHERE, streetNumber: '6', postalCode: '4011' } },
      { address: { ...NOWHERE, streetNumber: '6', postalCode: '40 11' } },
    ],
    [
      'a date',
      { attributes: { birthDate: { kind: 'date', value: '1972-08-12' } } },
      { attributes: { birthDate: { kind: 'date', value: '19720812' } } },
    ],
  ];

  it.each(pairs)('brings two leads together by %s', (_, left, right) => {
    expect(keysOf(left).filter((key) => keysOf(right).includes(key))).not.toEqual([]);
  });

  it('brings nobody together by nothing, or by an office', () => {
    expect(keysOf({})).toEqual([]);
    expect(keysOf({ email: 'info@a.example' })).not.toEqual(keysOf({ email: 'info@b.example' }));
  });
});

describe('candidatePairs', () => {
  const people = syntheticPeople(3_000, 3).map(comparableLead);

  it('gives each pair once', () => {
    const seen = [...candidatePairs(people)].map((pair) => [...pair].sort((a, b) => a - b).join());
    expect(new Set(seen).size).toBe(seen.length);
    expect(seen.length).toBeGreaterThan(300);
  });

  it('gives every pair that shares a key when no block is large', () => {
    const few = people.slice(0, 300);
    const keys = few.map((lead) => new Set(blockingKeys(lead)));
    const sharing = keys.flatMap((ours, left) =>
      keys.slice(left + 1).flatMap((theirs, offset) => (![...ours].some((key) => theirs.has(key)) ? [] : [`${left},${left + 1 + offset}`])),
    );
    const limits = { maxWhole: 300, windowLeads: 1, maxLeads: 300 };
    const given = [...candidatePairs(few, limits)].map((pair) => [...pair].sort((a, b) => a - b).join());
    expect(given.sort()).toEqual(sharing.sort());
  });

  const sameDay = Array.from({ length: 500 }, (_, index) =>
    comparableLead(candidate({ id: `${index}`, attributes: { birthDate: { kind: 'date', value: '1900-01-01' } } })),
  );

  it('compares each lead of a large block with its neighbours only', () => {
    const counts = new Map<number, number>();
    for (const pair of candidatePairs(sameDay)) for (const lead of pair) counts.set(lead, (counts.get(lead) ?? 0) + 1);
    expect(counts.size).toBe(500);
    expect(Math.max(...counts.values())).toBe(2 * DEFAULT_BLOCK_LIMITS.windowLeads);
  });

  it('skips a block that is larger still, and says so', () => {
    const skipped: SkippedBlock[] = [];
    const limits = { ...DEFAULT_BLOCK_LIMITS, maxLeads: 499 };
    expect([...candidatePairs(sameDay, limits, (block) => skipped.push(block))]).toEqual([]);
    expect(skipped).toEqual([{ key: 'fact:birthDate|19000101', leads: 500 }]);
  });

  it('still gives a pair that a skipped block has, when another key has it too', () => {
    const twice = [
      ...sameDay,
      ...['a', 'b'].map((id) => comparableLead({ ...(sameDay[0]?.candidate ?? candidate({})), id, phone: '+12025550123' })),
    ];
    expect([...candidatePairs(twice, { ...DEFAULT_BLOCK_LIMITS, maxLeads: 499 })]).toEqual([[500, 501]]);
  });
});
