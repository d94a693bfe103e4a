import { describe, expect, it } from '@jest/globals';
import { ColumnCipher, type ColumnPlace } from './column-cipher.js';
import { Keyring } from './keyring.js';

const secret = (byte: number): string => Buffer.alloc(32, byte).toString('base64');
const first = new ColumnCipher(Keyring.parse(`k1:${secret(1)}`));
const rotated = new ColumnCipher(Keyring.parse(`k2:${secret(2)},k1:${secret(1)}`));
const place: ColumnPlace = { tenantId: '018f0000-0000-7000-8000-00000000000a', column: 'note.body', row: '1' };
const unreadable = expect.objectContaining({ code: 'ENCRYPTION.VALUE_UNREADABLE' });

describe('a sealed column', () => {
  it.each(['', 'ada@example.com', 'Ünïcode \u0000 \ud83d\ude00', 'x'.repeat(100_000)])('opens to what it was', (text) => {
    const sealed = first.seal(text, place);
    expect(first.open(sealed, place)).toBe(text);
    if (text.length > 3) expect(sealed.includes(text)).toBe(false);
  });

  it.each([
    { ...place, tenantId: '018f0000-0000-7000-8000-00000000000b' },
    { ...place, column: 'note.title' },
    { ...place, row: '2' },
  ])('cannot be moved to another place', (elsewhere) => {
    expect(() => first.open(first.seal('secret', place), elsewhere)).toThrow(unreadable);
  });

  it.each([Buffer.alloc(0), Buffer.from([1]), Buffer.from([1, 2]), Buffer.from([2, 2, 107, 49]), Buffer.from([1, 2, 107, 49, 0, 0])])(
    'is not what hostile bytes are',
    (bytes) => {
      expect(() => first.open(bytes, place)).toThrow(expect.objectContaining({ kind: 'unavailable' }));
    },
  );

  it('is sealed again under the active key once, and then left alone', () => {
    const old = first.seal('secret', place);
    const again = rotated.reseal(old, place) as Buffer;
    expect(rotated.open(again, place)).toBe('secret');
    expect(() => first.open(again, place)).toThrow(expect.objectContaining({ code: 'ENCRYPTION.KEY_UNKNOWN' }));
    expect(rotated.reseal(again, place)).toBeUndefined();
  });
});
