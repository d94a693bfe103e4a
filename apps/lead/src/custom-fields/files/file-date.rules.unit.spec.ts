import { describe, expect, it } from '@jest/globals';
import { isoDate, orderShown } from './file-date.rules.js';

describe('isoDate', () => {
  it.each([
    ['15.03.2024', 'dmy', '2024-03-15'],
    ['5/3/24', 'dmy', '2024-03-05'],
    ['15-03-2024 9:05', 'dmy', '2024-03-15T09:05:00'],
    ['3/15/24', 'mdy', '2024-03-15'],
    ['03/15/2024, 2:05 PM', 'mdy', '2024-03-15T14:05:00'],
    ['3/15/2024 12:30:15 a.m.', 'mdy', '2024-03-15T00:30:15'],
    ['12/31/68', 'mdy', '2068-12-31'],
    ['12/31/69', 'mdy', '1969-12-31'],
    ['2024/3/5', 'mdy', '2024-03-05'],
    ['2024.03.05 23:59:59.5 +0200', 'iso', '2024-03-05T23:59:59.5+0200'],
    ['Mar 15, 2024', 'iso', '2024-03-15'],
    ['15 March 2024 10:00 UTC', 'iso', '2024-03-15T10:00:00Z'],
    ['15-Sep-24', 'iso', '2024-09-15'],
    ['Fri, 15th Mar. 2024', 'dmy', '2024-03-15'],
    ['Sept 1, 2024', 'mdy', '2024-09-01'],
  ] as const)('reads %s (%s) as %s', (text, order, iso) => {
    expect(isoDate(text, order)).toBe(iso);
  });

  it.each([
    ['2024-03-15T10:00:00Z', 'dmy'],
    ['15.03.2024', 'iso'],
    ['15 mars 2024', 'dmy'],
    ['15.03/2024', 'dmy'],
    ['3/15/24 14:05 PM', 'mdy'],
    ['Q1 2024', 'dmy'],
    ['1.5', 'dmy'],
    ['', 'dmy'],
  ] as const)('leaves %s (%s) as it is', (text, order) => {
    expect(isoDate(text, order)).toBe(text);
  });
});

describe('orderShown', () => {
  it.each([
    ['15.03.2024', 'dmy'],
    ['3/15/24', 'mdy'],
    ['3/4/24', 'either'],
    ['4.4.2024', 'named'],
    ['2024-03-04', 'named'],
    ['2024-03-04 10:00:00', 'named'],
    ['March 4, 2024', 'named'],
    ['31/31/2024', undefined],
    ['555-1234', undefined],
    ['yesterday', undefined],
  ] as const)('tells of %s: %s', (text, order) => {
    expect(orderShown(text)).toBe(order);
  });
});
