import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { compareSortKeys } from '../../custom-fields/index/sort-key.rules.js';
import { afterPrefix } from './text-fold-sql.rules.js';

const text = fc.string({ unit: 'binary', maxLength: 5 });

describe('afterPrefix', () => {
  it.each([
    ['a', 'b'],
    ['EUR ', 'EUR!'],
    ['az', 'a{'],
    ['\ud7ff', '\ue000'],
    ['a\u{10ffff}', 'b'],
  ])('of %j is %j', (prefix, after) => {
    expect(afterPrefix(prefix)).toBe(after);
  });

  it('is none of what is greatest', () => {
    expect(afterPrefix('\u{10ffff}\u{10ffff}')).toBeUndefined();
  });

  it('parts the texts with the prefix from those that come behind them', () => {
    fc.assert(
      fc.property(text, text, (prefix, other) => {
        const after = prefix === '' ? undefined : afterPrefix(prefix);
        fc.pre(after !== undefined);
        const lies = (candidate: string) => compareSortKeys(candidate, prefix) >= 0 && compareSortKeys(candidate, String(after)) < 0;
        expect(lies(prefix + other)).toBe(true);
        expect(lies(other)).toBe(other.startsWith(prefix));
      }),
    );
  });
});
