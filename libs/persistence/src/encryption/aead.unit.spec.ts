import { describe, expect, it } from '@jest/globals';
import { aeadKey, open, seal } from './aead.js';

const hex = (text: string): Buffer => Buffer.from(text, 'hex');
const KEY = 'feffe9928665731c6d6a8f9467308308feffe9928665731c6d6a8f9467308308';
const NONCE = 'cafebabefacedbaddecaf888';
const TEXT =
  'd9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a721c3c0c95956809532fcf0e2449a6b525b16aedf5aa0de657ba637b391aafd255';
const CIPHER =
  '522dc1f099567d07f47f37a32a84427d643a8cdcbfe5c0c97598a2bd2555d1aa8cb08e48590dbb3da7b08b1056828838c5f61e6393ba7a0abcc9f662898015ad';

/** McGrew and Viega, "The Galois/Counter Mode of Operation", test cases 13 to 16, as submitted to NIST. */
const VECTORS = [
  { name: '13', key: '00'.repeat(32), nonce: '00'.repeat(12), text: '', context: '', cipher: '', tag: '530f8afbc74536b9a963b4f1c4cb738b' },
  {
    name: '14',
    key: '00'.repeat(32),
    nonce: '00'.repeat(12),
    text: '00'.repeat(16),
    context: '',
    cipher: 'cea7403d4d606b6e074ec5d3baf39d18',
    tag: 'd0d1c8a799996bf0265b98b5d48ab919',
  },
  { name: '15', key: KEY, nonce: NONCE, text: TEXT, context: '', cipher: CIPHER, tag: 'b094dac5d93471bdec1a502270e3cc6c' },
  {
    name: '16',
    key: KEY,
    nonce: NONCE,
    text: TEXT.slice(0, 120),
    context: 'feedfacedeadbeeffeedfacedeadbeefabaddad2',
    cipher: CIPHER.slice(0, 120),
    tag: '76fc6ece0f4e1768cddf8853bb2d551b',
  },
];

describe('AES-256-GCM', () => {
  it.each(VECTORS)('seals and opens test case $name', ({ key, nonce, text, context, cipher, tag }) => {
    const sealed = seal(aeadKey(hex(key)), hex(text), hex(context), hex(nonce));
    expect(sealed.toString('hex')).toBe(nonce + cipher + tag);
    expect(open(aeadKey(hex(key)), sealed, hex(context))?.toString('hex')).toBe(text);
  });

  it('never uses a nonce twice', () => {
    const key = aeadKey(Buffer.alloc(32, 1));
    const nonces = Array.from({ length: 2_000 }, () => seal(key, Buffer.alloc(0), Buffer.alloc(0)).subarray(0, 12).toString('hex'));
    expect(new Set(nonces).size).toBe(nonces.length);
  });

  it('opens nothing of which one bit was changed, cut off or added', () => {
    const key = aeadKey(hex(KEY));
    const context = Buffer.from('tenant');
    const sealed = seal(key, Buffer.from('ada@example.com'), context);
    for (let at = 0; at < sealed.length; at += 1) {
      const changed = Buffer.from(sealed);
      changed[at] = (changed[at] as number) ^ 1;
      expect(open(key, changed, context)).toBeUndefined();
      expect(open(key, sealed.subarray(0, at), context)).toBeUndefined();
    }
    expect(open(key, Buffer.concat([sealed, Buffer.alloc(1)]), context)).toBeUndefined();
    expect(open(key, sealed, Buffer.from('another'))).toBeUndefined();
    expect(open(aeadKey(Buffer.alloc(32)), sealed, context)).toBeUndefined();
  });

  it.each([0, 16, 31, 33])('takes no key of %d bytes', (bytes) => {
    expect(() => aeadKey(Buffer.alloc(bytes))).toThrow(RangeError);
  });
});
