import { describe, expect, it } from '@jest/globals';
import { splitStreet } from './split-street.rules.js';

describe('splitStreet', () => {
  it.each([
    ['12 Main Street', '12', 'Main Street'],
    ['12a, Main Street', '12a', 'Main Street'],
    ['12-14 Main Street', '12-14', 'Main Street'],
    ['Hauptstraße 12 a', '12 a', 'Hauptstraße'],
    ['Calle Mayor, 3', '3', 'Calle Mayor'],
    ['221B Baker Street', '221B', 'Baker Street'],
    ['5th Avenue', null, '5th Avenue'],
    ['350 5th Avenue', '350', '5th Avenue'],
    ['Elm House', null, 'Elm House'],
    ['12', null, '12'],
    ['  ', null, null],
    [null, null, null],
  ])('reads %s as %s of %s', (line, streetNumber, street) => expect(splitStreet(line)).toEqual({ streetNumber, street }));
});
