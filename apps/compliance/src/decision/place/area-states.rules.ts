import { regionNamed } from './region-named.rules.js';

const AREA_CODE_DIGITS = 3;

/** Regions by area code, two letters each. */
export type RegionsByArea = ReadonlyMap<string, readonly string[]>;

/**
 * States of the USA, or provinces of Canada, by the area codes of the North American plan.
 * @param places names of places by the digits that numbers of them begin with, area code first: `206` a state, `206340` a town in it
 * @returns those that the area itself is named after (`Nova Scotia/Prince Edward Island`), or else all that its places are in
 */
export function regionsByArea(places: ReadonlyMap<string, string>, country: 'US' | 'CA'): RegionsByArea {
  const named = new Map<string, readonly string[]>();
  const within = new Map<string, Set<string>>();
  // Of tens of thousands of places the most end in one of a few states.
  const read = new Map<string, readonly string[]>();
  for (const [digits, place] of places) {
    if (digits.length < AREA_CODE_DIGITS) continue;
    const area = digits.slice(0, AREA_CODE_DIGITS);
    const last = place.slice(place.lastIndexOf(',') + 1);
    const regions = read.get(last) ?? last.split('/').flatMap((one) => regionNamed(one, country)?.code ?? []);
    read.set(last, regions);
    if (digits === area && regions.length > 0) named.set(area, regions);
    for (const region of regions) within.set(area, (within.get(area) ?? new Set()).add(region));
  }
  return new Map([...[...within].map(([area, regions]) => [area, [...regions]] as const), ...named]);
}
