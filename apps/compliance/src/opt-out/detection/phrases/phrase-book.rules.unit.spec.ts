import { expect, it } from '@jest/globals';
import { PhraseBook } from './phrase-book.rules.js';
import { readPhrase } from './phrase-syntax.rules.js';

const sets = { me: '(me|us)', them: '(<me>|them all)' };
const book = (...phrases: string[]) => new PhraseBook(phrases.map((phrase) => ({ phrase: readPhrase(phrase, sets), meaning: phrase })));
const found = (phrases: PhraseBook<string>, text: string, at = 0) =>
  [
    ...phrases.startingAt(
      text.split(' ').map((word) => ({ text: word })),
      at,
    ),
  ].map(({ meaning, length }) => `${meaning}: ${length}`);

it.each([
  ['leave me alone', 'leave <me> alone'],
  ['leave us alone', 'leave <me> alone'],
  ['take me off', 'take me [all] [of] off'],
  ['take me of off', 'take me [all] [of] off'],
  ['take me all of off', 'take me [all] [of] off'],
  ['tell them all', 'tell <them>'],
  ['tell us', 'tell <them>'],
  ['go now', '(go (now|away)|leave)'],
  ['leave', '(go (now|away)|leave)'],
])('finds %s as %s', (text, phrase) => {
  expect(found(book(phrase), text)).toEqual([`${phrase}: ${text.split(' ').length}`]);
});

it('finds all that begin at a word, shortest first, and nothing that begins elsewhere', () => {
  const phrases = book('stop', 'stop all', 'stop [all] now', 'all');
  expect(found(phrases, 'please stop all now', 1)).toEqual(['stop: 1', 'stop all: 2', 'stop [all] now: 3']);
  expect(found(phrases, 'please stop all now')).toEqual([]);
  expect(found(phrases, 'stop', 5)).toEqual([]);
});

it.each(['', 'stop (me', 'stop me)', 'stop []', 'stop <whom>', 'stop | ', "don't stop", 'stop!'])('refuses the phrase %j', (phrase) => {
  expect(() => readPhrase(phrase, sets)).toThrow(RangeError);
});
