import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { PASSAGE_LENGTH, passageOf } from './passage.rules.js';

/** Where words stand in a text, each fitting a term of its own. */
const fitting = (text: string, ...words: string[]) =>
  words
    .map((word, index) => ({ start: text.indexOf(word), end: text.indexOf(word) + word.length, terms: [index] }))
    .sort((one, other) => one.start - other.start);

const marked = ({ passage, ranges }: ReturnType<typeof passageOf>) => ranges.map(({ start, end }) => passage.slice(start, end));

describe('passageOf', () => {
  it('is all of a short text, as it stands', () => {
    const text = 'Called on *Tuesday*.\nWants a garden.';
    expect(passageOf(text, fitting(text, 'garden'))).toEqual({ passage: text, ranges: [{ start: 29, end: 35 }] });
  });

  it('begins and ends with whole words, and says where something is left out', () => {
    const filler = 'lorem ipsum '.repeat(30);
    const text = `${filler}garden ${filler}`.trim();
    const found = passageOf(text, fitting(text, 'garden'));
    expect(marked(found)).toEqual(['garden']);
    expect(found.passage).toMatch(/^…(?:lorem |ipsum )+garden(?: lorem| ipsum)+…$/);
    expect(found.passage.length).toBeLessThanOrEqual(PASSAGE_LENGTH + 2);
    expect(found.passage.length).toBeGreaterThan(PASSAGE_LENGTH - 20);
  });

  it('is where most words stand together, the first such place', () => {
    const far = ' -'.repeat(200);
    const text = `garden${far} garden and pool${far} pool, garden`;
    const found = passageOf(text, [
      { start: 0, end: 6, terms: [0] },
      ...[...text.matchAll(/garden|pool/g)].slice(1).map(({ 0: word, index }) => ({
        start: index,
        end: index + word.length,
        terms: [word === 'garden' ? 0 : 1],
      })),
    ]);
    expect(found.passage).toContain('garden and pool');
    expect(marked(found)).toEqual(['garden', 'pool']);
  });

  it('cuts a word that is longer than a passage, and marks the part that is shown', () => {
    const text = 'x'.repeat(500);
    expect(passageOf(text, fitting(text, text))).toEqual({
      passage: `${'x'.repeat(PASSAGE_LENGTH)}…`,
      ranges: [{ start: 0, end: PASSAGE_LENGTH }],
    });
  });

  it.each([
    ['pairs', '🙂'.repeat(200)],
    ['pairs, one unit further', `a${'🙂'.repeat(200)}`],
    ['letters with marks', 'e\u0301'.repeat(200)],
  ])('never cuts a sign in two: %s', (_, signs) => {
    const text = `${signs}|garden|${signs}`;
    const { passage, ranges } = passageOf(text, fitting(text, 'garden'));
    expect(passage.isWellFormed()).toBe(true);
    expect(passage).not.toMatch(/^…\p{M}/u);
    expect(passage).not.toMatch(/e…$/);
    expect(marked({ passage, ranges })).toEqual(['garden']);
  });

  it('is a part of the text with the words in it, whatever the text', () => {
    const piece = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 90 }),
      fc.constantFrom(' ', '\n', 'e\u0301\u0301', '👩‍👩‍👧', '𝒳', 'x'.repeat(170)),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 12 }), fc.array(piece, { maxLength: 12 }), (before, behind) => {
        const text = `${before.join('')}garden${behind.join('')}`.toWellFormed();
        const at = before.join('').toWellFormed().length;
        const { passage, ranges } = passageOf(text, [{ start: at, end: at + 6, terms: [0] }]);
        expect(ranges.map(({ start, end }) => passage.slice(start, end))).toEqual(['garden']);
        expect(text).toContain(passage.replace(/^…/, '').replace(/…$/, ''));
        expect(passage.length).toBeLessThanOrEqual(PASSAGE_LENGTH + 2);
        expect(passage.isWellFormed()).toBe(true);
      }),
    );
  });
});
