import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { MOST_TERMS, searchTerms, typedEmail } from './search-terms.rules.js';
import { slipsOf } from './slips.rules.js';

const prefixesOf = (typed: string) => searchTerms(typed).map(({ prefixes }) => prefixes);

describe('searchTerms', () => {
  it('are the words that were typed, each once', () => {
    expect(prefixesOf(' Johnson  SÁRAH, johnson ')).toEqual([['johnson'], ['sarah']]);
  });

  it('know a telephone number among words, in whatever digits', () => {
    expect(prefixesOf('sarah +1 (202) 555-0143')).toEqual([['+12025550143'], ['sarah']]);
    expect(prefixesOf('＋４９ ٣٠ 901820')).toEqual([['+4930901820']]);
  });

  it.each(['415–555–2671', '415·555·2671', '415 555 2671 ext 12', '(415) 555-2671 x12', 'tel:415-555-2671'])(
    'know the number in %s',
    (typed) => {
      expect(prefixesOf(typed)).toEqual([expect.arrayContaining(['#4155552671'])]);
    },
  );

  it.each([
    ['Ada <Ada.Lovelace@Example.COM>, London', 'ada.lovelace@example.com'],
    ['ada lovelace', undefined],
    ['ada@localhost', undefined],
  ])('name the address in %s', (typed, address) => expect(typedEmail(typed)).toBe(address));

  it('take digits without signs for a word as well, and few of them for nothing else', () => {
    expect(prefixesOf('studio 1234')).toEqual([['#1234', '~4321', '1234'], ['studio']]);
    expect(prefixesOf('studio 54')).toEqual([['studio'], ['54']]);
    expect(prefixesOf('sarah87@example.com')).toEqual([['sarah87'], ['example'], ['com']]);
  });

  it('demand every word but the end of an address or a domain', () => {
    const required = (typed: string) => searchTerms(typed).map((term) => term.required);
    expect(required('ada@example.com')).toEqual([true, true, false]);
    expect(required('example.com')).toEqual([true, false]);
    expect(required('sarah.johnson')).toEqual([true, true]);
    expect(required('ada@example')).toEqual([true, true]);
    expect(required('sarah.com com')).toEqual([true, true]);
  });

  it('are none of signs alone, and not more than are looked up', () => {
    expect(searchTerms('?!% ')).toEqual([]);
    expect(searchTerms('a b c d e f g h i j k')).toHaveLength(MOST_TERMS);
  });

  it('make something searchable of whatever is typed', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (typed) => {
        for (const { prefixes } of searchTerms(typed)) {
          for (const prefix of prefixes) expect(prefix).toMatch(/^[+#~]?[a-z0-9]+$/);
        }
      }),
    );
  });
});

describe('slipsOf', () => {
  it.each(['jonson', 'johnnson', 'johmson', 'jhonson', 'ohnson', 'johnsonn', 'johnso', 'ojhnson'])('of johnson has %s', (slip) => {
    expect(slipsOf('johnson').has(slip)).toBe(true);
  });

  it('has nothing that is two slips away, and not the word', () => {
    for (const other of ['johnson', 'jonsn', 'jhnosno', 'johnsonab']) expect(slipsOf('johnson').has(other)).toBe(false);
  });

  it('goes both ways', () => {
    const word = fc.string({ unit: fc.constantFrom(...'abcxyz'), minLength: 5, maxLength: 9 });
    fc.assert(
      fc.property(word, fc.nat(), (one, pick) => {
        const slips = [...slipsOf(one)];
        const other = slips[pick % slips.length] as string;
        expect(slipsOf(other).has(one)).toBe(true);
      }),
    );
  });

  it('forgives none in short words and in numbers', () => {
    expect([slipsOf('ada').size, slipsOf('2025').size]).toEqual([0, 0]);
  });
});
