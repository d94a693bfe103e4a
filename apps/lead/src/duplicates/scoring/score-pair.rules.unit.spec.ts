import { describe, expect, it } from '@jest/globals';
import { syntheticPeople } from '../../../test/synthetic-people.js';
import { candidatePairs } from '../blocking/candidate-pairs.rules.js';
import { comparableLead } from '../comparable/comparable-lead.rules.js';
import type { DuplicateCandidate } from '../duplicate-candidate.js';
import { type DuplicatePair, scorePair } from '../duplicate-finder.rules.js';
import { candidate, NOWHERE } from '../people.fixture.spec.js';
import { valueShare01 } from './evidence.rules.js';
import { ATTRIBUTE_MODELS, FIELD_MODELS } from './field-models.js';
import { DUPLICATE_THRESHOLD01 } from './pair-score.js';
import { ValueCounts } from './value-counts.js';

const people = syntheticPeople(2_000, 9).map(comparableLead);
const counts = new ValueCounts();
for (const lead of people) counts.add(lead);

const score = (left: Partial<DuplicateCandidate>, right: Partial<DuplicateCandidate>): DuplicatePair =>
  scorePair(comparableLead(candidate(left)), comparableLead(candidate(right)), counts);
const weightOf = (pair: DuplicatePair, field: string) => pair.explanation.find((part) => part.field === field)?.weight;
const born = (value: string): Pick<DuplicateCandidate, 'attributes'> => ({ attributes: { birthDate: { kind: 'date', value } } });
const home = { ...NOWHERE, streetNumber: '6', street: 'Tullaroop Street', postalCode: '4011', city: 'St James' };
const ada = { firstName: 'Ada', lastName: 'Lovelace', email: 'ada@a.example', phone: '+12025550123', address: home, ...born('1980-12-10') };

describe('scorePair', () => {
  it('explains every score: the weights add up to the log-odds, and these give the score', () => {
    const pairs = [...candidatePairs(people)].slice(0, 500);
    expect(pairs).toHaveLength(500);
    for (const [left, right] of pairs) {
      const pair = scorePair(people[left] ?? comparableLead(candidate({})), people[right] ?? comparableLead(candidate({})), counts);
      const sum = pair.explanation.reduce((total, { weight }) => total + weight, 0);
      expect(sum).toBeCloseTo(pair.logOdds, 9);
      expect(pair.score01).toBeCloseTo(1 / (1 + Math.exp(-sum)), 9);
    }
  });

  it('gives the same score whichever lead comes first', () => {
    for (const [left, right] of [...candidatePairs(people)].slice(0, 500)) {
      const [a, b] = [people[left], people[right]];
      if (a === undefined || b === undefined) throw new Error('pairs are of the leads given');
      expect(scorePair(a, b, counts).logOdds).toBeCloseTo(scorePair(b, a, counts).logOdds, 9);
    }
  });

  it('finds one person behind slips, a new address and a new telephone', () => {
    const again = { ...ada, firstName: 'Adda', email: 'ada.lovelace@work.example', phone: '+12025559876' };
    expect(score(ada, again).score01).toBeGreaterThan(DUPLICATE_THRESHOLD01);
  });

  it('takes neither twins nor parent and child for one person', () => {
    const twin = { ...ada, firstName: 'Byron', email: 'byron@a.example' };
    expect(score(ada, twin).score01).toBeLessThan(DUPLICATE_THRESHOLD01);
    expect(score(ada, { ...twin, ...born('2008-03-02') }).score01).toBeLessThan(0.01);
    expect(score(ada, twin).against).toBe('family');
  });

  it('takes people of one office for colleagues', () => {
    const office = { company: 'Acme', phone: '+12025550123', address: home };
    const pair = score({ ...office, firstName: 'Ada', lastName: 'Lovelace' }, { ...office, firstName: 'Mary', lastName: 'Shelley' });
    expect(pair.score01).toBeLessThan(0.01);
    expect(pair.against).toBe('colleagues');
  });

  it('counts what is missing neither for nor against', () => {
    expect(score(ada, { ...ada, phone: null }).explanation.map(({ field }) => field)).not.toContain('phone');
    expect(score({}, {}).explanation.map(({ field }) => field)).toEqual(['prior']);
  });

  it('counts other addresses, telephones and dates of birth against', () => {
    const { firstName, lastName } = ada;
    const other = { firstName, lastName, email: 'x@b.example', phone: '+12025559876', ...born('1951-02-27') };
    const pair = score({ ...other, email: ada.email, phone: ada.phone, attributes: ada.attributes }, other);
    for (const field of ['email', 'phone', 'attributes.birthDate']) expect(weightOf(pair, field)).toBeLessThan(0);
    expect(pair.score01).toBeLessThan(score({ firstName, lastName }, { firstName, lastName }).score01);
  });

  it('counts a rare name more than a common one', () => {
    const named = (lastName: string) => weightOf(score({ lastName }, { lastName }), 'lastName') ?? 0;
    const common = people
      .map(({ lastName }) => lastName ?? '')
      .reduce((most, name) => (counts.count('lastName', name) > counts.count('lastName', most) ? name : most));
    expect(counts.count('lastName', common)).toBeGreaterThan(10);
    expect(named('Wolfeschlegelstein')).toBeGreaterThan(named(common) + 1);
  });

  it('recognises names and address lines the other way round, and says so', () => {
    const swapped = score(
      { firstName: 'Tiana', lastName: 'Luchetti', address: { ...home, unit: 'Villa 5' } },
      { firstName: 'Luchetti', lastName: 'Tiana', address: { ...home, street: 'Villa 5', unit: 'Tullaroop St' } },
    );
    expect(weightOf(swapped, 'nameOrder')).toBeLessThan(0);
    expect(weightOf(swapped, 'addressOrder')).toBeLessThan(0);
    expect(swapped.score01).toBeGreaterThan(DUPLICATE_THRESHOLD01);
  });

  it('takes an e-mail user that is made of the name for no more than the name', () => {
    const john = { firstName: 'John', lastName: 'Smith' };
    const named = score({ ...john, email: 'john.smith@home.example' }, { ...john, email: 'john.smith@work.example' });
    const numbered = score({ ...john, email: 'john.smith82@home.example' }, { ...john, email: 'john.smith82@work.example' });
    expect(weightOf(named, 'email')).toBeCloseTo(0, 9);
    expect(weightOf(numbered, 'email')).toBeGreaterThan(1);
  });
});

describe('the model', () => {
  it('has shares that add up to 1', () => {
    for (const model of [...Object.values(FIELD_MODELS), ...Object.values(ATTRIBUTE_MODELS)]) {
      for (const shares of [model.person, model.family, model.colleagues]) {
        if (shares === null) continue;
        expect(Object.values(shares).reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 9);
      }
    }
  });

  it('believes what is typical until it has counted, then what it counted of others', () => {
    const frequencies = (leads: number, count: number) => ({ leads, count: () => count });
    expect(valueShare01(frequencies(2, 2), FIELD_MODELS.lastName, 'lastName', 'smith')).toBeCloseTo(0.001, 9);
    // Of 1,000,002 leads 50,002 have the name, two of them the leads at hand; typical is one in a thousand.
    const counted = valueShare01(frequencies(1_000_002, 50_002), FIELD_MODELS.lastName, 'lastName', 'smith');
    expect(counted).toBeCloseTo(50_001 / 1_001_000, 9);
  });
});

describe('ValueCounts', () => {
  it('forgets rare values when there are too many, never frequent ones', () => {
    const bounded = new ValueCounts(10);
    for (let index = 0; index < 200; index += 1) {
      bounded.add(comparableLead(candidate({ lastName: index % 2 === 0 ? 'Smith' : `Rare${index}` })));
    }
    expect(bounded.leads).toBe(200);
    expect(bounded.count('lastName', 'smith')).toBe(100);
    expect(bounded.count('lastName', 'rare1')).toBe(0);
  });
});
