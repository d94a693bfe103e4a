import { describe, expect, it } from '@jest/globals';
import { markup } from './markup.rules.js';

describe('markup', () => {
  it('escapes what it is given, in content and in attributes', () => {
    const evil = `"><script>alert('x')</script>&amp;`;
    const escaped = '&quot;&gt;&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;&amp;amp;';
    expect(String(markup`<p title="${evil}">${evil}</p>`)).toBe(`<p title="${escaped}">${escaped}</p>`);
  });

  it('takes pieces of pages as they are, and lists of them one after the other', () => {
    const items = ['<a>', 2].map((item) => markup`<li>${item}</li>`);
    expect(String(markup`<ul>${items}</ul>`)).toBe('<ul><li>&lt;a&gt;</li><li>2</li></ul>');
  });

  it('leaves nothing for nothing, and zero for zero', () => {
    expect(String(markup`[${false}${null}${undefined}${[]}${''}${0}]`)).toBe('[0]');
  });

  it('takes no object for a piece of a page because it reads like one', () => {
    expect(String(markup`${[{ toString: () => '<b>' }].map(String)}`)).toBe('&lt;b&gt;');
  });
});
