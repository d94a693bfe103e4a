import { expect, it } from '@jest/globals';
import { canonicalJson } from './canonical-json.rules.js';

it('writes as RFC 8785 has it', () => {
  // Its section 3.2.3, on the order of names.
  const names = {
    '\u20ac': 'Euro Sign',
    '\r': 'Carriage Return',
    '1': 'One',
    '\u0080': 'Control',
    '\ud83d\ude00': 'Smiley',
    '\u00f6': 'Latin',
    '\ufb33': 'Hebrew',
  };
  expect(canonicalJson(names)).toBe(
    '{"\\r":"Carriage Return","1":"One","\u0080":"Control","\u00f6":"Latin","\u20ac":"Euro Sign","\ud83d\ude00":"Smiley","\ufb33":"Hebrew"}',
  );
  expect(canonicalJson({ b: [3, null, true, 'x'], a: { d: {}, c: [] } })).toBe('{"a":{"c":[],"d":{}},"b":[3,null,true,"x"]}');
});

it('leaves out what has no value', () => {
  expect(canonicalJson({ a: undefined, b: 1 })).toBe('{"b":1}');
});
