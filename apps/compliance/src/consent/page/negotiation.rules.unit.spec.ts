import { describe, expect, it } from '@jest/globals';
import { acceptedLanguages, pageLanguageOf, prefersPage } from './negotiation.rules.js';

describe('prefersPage', () => {
  it.each([
    ['text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,*/*;q=0.8', true],
    ['text/html', true],
    ['text/html;q=0.5, application/json;q=0.4', true],
    ['application/json, text/html', true],
    ['application/json, text/html;q=0.9', false],
    ['application/json', false],
    ['*/*', false],
    [undefined, false],
    ['', false],
    ['text/html;q=0', false],
    ['text/html;q=nonsense', false],
  ])('of Accept: %s is %s', (accept, page) => {
    expect(prefersPage(accept)).toBe(page);
  });
});

describe('pageLanguageOf', () => {
  it('takes the first that there is, whatever its region, else English', () => {
    expect(pageLanguageOf([undefined, null, 'nl', 'DE-at', 'fr'])).toBe('de');
    expect(pageLanguageOf(['x', ''])).toBe('en');
    expect(pageLanguageOf([])).toBe('en');
  });

  it('follows the order of the browser, and not what it refuses', () => {
    expect(pageLanguageOf(acceptedLanguages('nl, es;q=0.3, fr-CA;q=0.7, de;q=0'))).toBe('fr');
    expect(acceptedLanguages(undefined)).toEqual([]);
  });
});
