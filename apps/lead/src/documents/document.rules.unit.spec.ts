import { describe, expect, it } from '@jest/globals';
import { attachmentHeader, plainFileName } from './document.rules.js';

describe('the name of a file', () => {
  it.each([
    ['offer.pdf', 'offer.pdf'],
    ['C:\\Users\\ada\\Angebot März.pdf', 'Angebot März.pdf'],
    ['../../etc/passwd', 'passwd'],
    ['a\u0000b\r\nc.txt', 'abc.txt'],
    ['fdp\u202eexe.pdf', 'fdpexe.pdf'],
    ['..', 'document'],
    [' ', 'document'],
    [undefined, 'document'],
  ])('%j is kept as %j', (stated, kept) => {
    expect(plainFileName(stated)).toBe(kept);
  });

  it('keeps its ending when it is shortened', () => {
    const kept = plainFileName(`${'x'.repeat(400)}.pdf`);
    expect([kept.length, kept.slice(-5)]).toEqual([255, 'x.pdf']);
  });
});

describe('the header of an attachment', () => {
  it.each([
    ['offer.pdf', `attachment; filename="offer.pdf"; filename*=UTF-8''offer.pdf`],
    // RFC 8187, 3.2.3: the pound and the euro sign.
    ['£ and € rates', `attachment; filename="_ and _ rates"; filename*=UTF-8''%C2%A3%20and%20%E2%82%AC%20rates`],
    [`a"b\\c%.txt`, `attachment; filename="a_b_c_.txt"; filename*=UTF-8''a%22b%5Cc%25.txt`],
    [`it's (1)*.txt`, `attachment; filename="it's (1)*.txt"; filename*=UTF-8''it%27s%20%281%29%2A.txt`],
  ])('of %j', (fileName, header) => {
    expect(attachmentHeader(fileName)).toBe(header);
  });
});
