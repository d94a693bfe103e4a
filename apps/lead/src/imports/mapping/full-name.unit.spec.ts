import { describe, expect, it } from '@jest/globals';
import { readFlag } from '../../lead/values/flag.rules.js';
import { splitFullName } from './full-name.rules.js';

describe('splitFullName', () => {
  it.each([
    ['Jean Dupont', 'Jean', 'Dupont'],
    ['Dupont, Jean', 'Jean', 'Dupont'],
    ['Ludwig van Beethoven', 'Ludwig', 'van Beethoven'],
    ['van der Berg, Anna Maria', 'Anna Maria', 'van der Berg'],
    ['Anna Maria Schmidt', 'Anna Maria', 'Schmidt'],
    ['Dr. Ada King', 'Ada', 'King'],
    ['King, Dr. Ada', 'Ada', 'King'],
    ['John Doe Jr.', 'John', 'Doe Jr.'],
    ['John Doe, Jr.', 'John', 'Doe Jr.'],
    ['  Hans   Müller ', 'Hans', 'Müller'],
    ['Vikram', 'Vikram', null],
    ['Van Morrison', 'Van', 'Morrison'],
    ['محمد أحمد', 'محمد', 'أحمد'],
    ['जॉन डो', 'जॉन', 'डो'],
    ['', null, null],
  ])('%s', (text, firstName, lastName) => {
    expect(splitFullName(text)).toEqual({ firstName, lastName });
  });
});

it('reads yes and no, and nothing else as either', () => {
  expect(['Yes', ' TRUE', '1', 'oui', 'Ja', 'sí', 'sim', 'हाँ', 'نعم'].map(readFlag)).toEqual(Array(9).fill(true));
  expect(['No', 'false ', '0', 'non', 'Nein', 'não', 'नहीं', 'لا'].map(readFlag)).toEqual(Array(8).fill(false));
  expect(['', 'maybe', '2', 'yes, but', 'N/A'].map(readFlag)).toEqual(Array(5).fill(undefined));
});
