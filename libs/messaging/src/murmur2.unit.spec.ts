import { expect, it } from '@jest/globals';
import { murmur2 } from './murmur2.js';

/** From `UtilsTest.testMurmur2` of Apache Kafka. */
it.each([
  ['21', -973932308],
  ['foobar', -790332482],
  ['a-little-bit-long-string', -985981536],
  ['a-little-bit-longer-string', -1486304829],
  ['lkjh234lh9fiuh90y23oiuhsafujhadof229phr9h19h89h8', -58897971],
  ['abc', 479470107],
])('hashes %s as Kafka does', (text, hash) => expect(murmur2(Buffer.from(text))).toBe(hash));
