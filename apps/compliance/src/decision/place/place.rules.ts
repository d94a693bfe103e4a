import type { ContactPlace } from '@leadstream/contracts';
import { UNITED_STATES } from '../rule-sets/countries.js';
import type { PhoneArea } from './phone-areas.js';
import { clocksOf, zonesOfState } from './state-zones.rules.js';
import { usStateNamed } from './us-states.js';
import { canonicalZone, countriesOfZone, zonesOfCountry } from './zone-countries.rules.js';

/** What is known of where a lead is. */
export interface Whereabouts {
  readonly timeZone: string | null;
  /** Of the address: ISO 3166-1 alpha-2, and the state or province in the lead's own words. */
  readonly country: string | null;
  readonly region: string | null;
  readonly phone: PhoneArea | undefined;
}

/** Of whom nothing is known. */
export const NOWHERE: ContactPlace = { countries: null, states: null, zones: null, evidence: [] };

/** One piece of evidence: the person is in one of these countries, on one of these clocks. */
interface Clue {
  readonly from: ContactPlace['evidence'][number];
  readonly countries: readonly string[];
  /** Empty when it says nothing of clocks. */
  readonly zones: readonly string[];
  readonly state: string | undefined;
}

/**
 * Every place where a person may be. What clues have in common counts; where they contradict each other, all that any of them says does: the rules
 * of all those places hold, and it must be open in each.
 */
export function placeOf(whereabouts: Whereabouts): ContactPlace {
  const clues = cluesOf(whereabouts);
  const countries = unique(clues.flatMap((clue) => clue.countries));
  const zones = agreed(clues.map((clue) => clue.zones).filter((some) => some.length > 0));
  return {
    countries: countries.length > 0 ? countries : null,
    states: statesOf(clues, countries),
    zones: zones.length > 0 ? zones : null,
    evidence: clues.map(({ from }) => from),
  };
}

function cluesOf({ timeZone, country, region, phone }: Whereabouts): Clue[] {
  const stated = [zoneClue(timeZone), addressClue(country, region)].filter((clue) => clue !== undefined);
  return [...stated, ...phoneClue(phone, stated.length === 0)];
}

function zoneClue(timeZone: string | null): Clue | undefined {
  const zone = timeZone === null ? undefined : canonicalZone(timeZone);
  const countries = zone === undefined ? [] : countriesOfZone(zone);
  return zone === undefined || countries.length === 0 ? undefined : { from: 'time_zone', countries, zones: [zone], state: undefined };
}

function addressClue(country: string | null, region: string | null): Clue | undefined {
  if (country === null) return undefined;
  const state = country === 'US' && region !== null ? usStateNamed(region) : undefined;
  return { from: 'address', countries: [country], zones: state === undefined ? zonesOfCountry(country) : zonesOfState(state), state };
}

/** @param isAlone whether nothing else is known: then also a number without a place tells its country's zones */
function phoneClue(phone: PhoneArea | undefined, isAlone: boolean): Clue[] {
  if (phone === undefined || (!phone.isGeographic && !isAlone)) return [];
  const zones = unique(phone.zones.flatMap((zone) => canonicalZone(zone) ?? []));
  const state = phone.country === 'US' ? phone.state : undefined;
  return [{ from: 'phone', countries: phone.country === undefined ? [] : [phone.country], zones, state }];
}

/** Zones that all clues leave open, or, when they have none in common, those of any. */
function agreed(zones: readonly (readonly string[])[]): string[] {
  const [first = [], ...others] = zones;
  const common = first.filter((zone) => others.every((some) => some.includes(zone)));
  return unique(common.length > 0 ? common : zones.flat());
}

/**
 * @returns null when the person may be in any state, none when it is not in one. A zone of the USA that is kept in none of the states that are told
 * says that it is in another one
 */
function statesOf(clues: readonly Clue[], countries: readonly string[]): string[] | null {
  if (countries.length === 0) return null;
  if (!countries.some((country) => UNITED_STATES.some((one) => one === country))) return [];
  const states = unique(clues.flatMap(({ state }) => state ?? []));
  const isElsewhere = clues.some(({ from, countries: of, zones }) => from === 'time_zone' && of.includes('US') && !areKept(zones, states));
  return (states.length === 0 && countries.includes('US')) || isElsewhere ? null : states;
}

/** Whether clocks show in one of the states what they show in one of the zones. */
function areKept(zones: readonly string[], states: readonly string[]): boolean {
  const shown = new Set(states.flatMap(zonesOfState).map(clocksOf));
  return zones.some((zone) => shown.has(clocksOf(zone)));
}

function unique(names: readonly string[]): string[] {
  return [...new Set(names)].sort();
}
