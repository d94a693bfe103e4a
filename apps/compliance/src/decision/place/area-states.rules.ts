import { usStateNamed } from './us-states.js';

const AREA_CODE_DIGITS = 3;

/**
 * States of the USA by the area codes of the North American plan.
 * @param places names of places by the digits that numbers of them begin with, area code first: `206` a state, `206340` a town in it
 * @returns two letters by area code; an area whose own name is no state has the one that all its places are in
 */
export function statesByArea(places: ReadonlyMap<string, string>): ReadonlyMap<string, string> {
  const named = new Map<string, string>();
  const within = new Map<string, Set<string>>();
  for (const [digits, place] of places) {
    const state = usStateNamed(place);
    if (state === undefined || digits.length < AREA_CODE_DIGITS) continue;
    const area = digits.slice(0, AREA_CODE_DIGITS);
    if (digits === area) named.set(area, state);
    else within.set(area, (within.get(area) ?? new Set()).add(state));
  }
  const shared = [...within].flatMap(([area, states]) => (states.size === 1 ? [...states].map((state) => [area, state] as const) : []));
  return new Map([...shared, ...named]);
}
