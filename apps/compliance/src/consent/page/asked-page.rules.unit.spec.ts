import { describe, expect, it } from '@jest/globals';
import { askedPage } from './asked-page.rules.js';

describe('a visitor', () => {
  it.each([
    [undefined, false],
    ['same-origin', false],
    ['none', false],
    ['same-site', true],
    ['cross-site', true],
    ['nonsense', true],
  ])('of whom the browser says %s comes from another site: %s', (site, isCrossSite) => {
    expect(askedPage({ 'sec-fetch-site': site }, undefined).isCrossSite).toBe(isCrossSite);
  });

  it('is not remembered by more of its browser than a line', () => {
    expect(askedPage({ 'user-agent': 'x'.repeat(5_000) }, undefined).userAgent).toHaveLength(1_000);
    expect(askedPage({}, undefined).userAgent).toBeUndefined();
  });

  it('says what language it wants by the address first', () => {
    expect(askedPage({ 'accept-language': 'de, fr;q=0.5' }, 'es')).toMatchObject({ lang: 'es', accepted: ['de', 'fr'] });
  });
});
