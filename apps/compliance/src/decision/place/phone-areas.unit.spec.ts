import { expect, it } from '@jest/globals';
import { PhoneAreasService } from './phone-areas.service.js';

/** Of each area code, every 40th exchange; and three in which only some numbers are of a known kind. */
const EXCHANGES = [
  ...Array.from({ length: 800 }, (_, area) => 200 + area).flatMap((area) =>
    Array.from({ length: 20 }, (_, index) => `+1${area}${200 + 40 * index + (area % 40)}`),
  ),
  '+1246521',
  '+1246522',
  '+1876606',
];

it('tells the same of all numbers of a North American exchange', () => {
  // Each remembers what it found for the first number that it was asked about.
  const [lowest, middle, highest] = [new PhoneAreasService(), new PhoneAreasService(), new PhoneAreasService()];
  for (const exchange of EXCHANGES) {
    const expected = lowest.areaOf(`${exchange}0000`);
    expect([exchange, middle.areaOf(`${exchange}5123`)]).toEqual([exchange, expected]);
    expect([exchange, highest.areaOf(`${exchange}9999`)]).toEqual([exchange, expected]);
  }
});
