import { expect, it } from '@jest/globals';
import { addressesAmong, parseReference, referenceText } from './data-subject.js';

it.each(['email:ada@example.com', 'phone:+4915112345678', 'lead:0191d1a0-5b1e-7c3a-9f00-00000000a001'])('reads and writes %s', (text) => {
  const reference = parseReference(text);
  expect(reference && referenceText(reference)).toBe(text);
});

it.each(['', 'email:', 'member:7', 'ada@example.com'])('finds nobody in %j', (text) => {
  expect(parseReference(text)).toBeUndefined();
});

it('tells addresses from leads', () => {
  expect(addressesAmong(['lead:7', 'email:a:b@example.com', 'what'])).toEqual([{ kind: 'email', value: 'a:b@example.com' }]);
});
