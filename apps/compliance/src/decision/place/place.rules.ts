import type { ContactPlace } from '@leadstream/contracts';
import { CANADA, UNITED_STATES } from '../rule-sets/countries.js';
import type { PhoneArea } from './phone-areas.js';
import { type NamedRegion, regionNamed } from './region-named.rules.js';
import { clocksOf, oneOfEachClock, zonesOfProvince, zonesOfState } from './state-zones.rules.js';
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
  readonly state?: string | undefined;
  /** What an address says of the region: nothing, or nothing that can be read, so that it may be any. */
  readonly region?: 'unsaid' | 'unread';
}

/** The same, its region read: what cannot be read may be any. */
interface ReadWhereabouts extends Omit<Whereabouts, 'region'> {
  readonly region: NamedRegion | 'unread' | null;
}

/** Places by what is known of leads: a decision is made five thousand times a second, and most leads are in few places. Nobody's own words are kept. */
const places = new Map<string, ContactPlace>();
const MOST_PLACES = 10_000;

const NORTH_AMERICA: ReadonlySet<string> = new Set([...UNITED_STATES, ...CANADA]);

/**
 * Every place where a person may be: all that any clue says, so that the rules of all those places hold, and it must be open in each. The lead's own
 * zone alone narrows the clocks; an address that names no more than the country of the number says nothing that the number does not.
 */
export function placeOf({ region, ...others }: Whereabouts): ContactPlace {
  const whereabouts = { ...others, region: region === null ? null : (regionNamed(region, others.country) ?? 'unread') } as const;
  const key = keyOf(whereabouts);
  const place = places.get(key) ?? readPlace(whereabouts);
  if (places.size >= MOST_PLACES) places.clear();
  places.set(key, place);
  return place;
}

function keyOf({ timeZone, country, region, phone }: ReadWhereabouts): string {
  const area = phone && [phone.country, phone.isGeographic, phone.state, phone.provinces, phone.zones].join(' ');
  const read = region === null || region === 'unread' ? region : [region.country, region.code, region.by].join(' ');
  return [timeZone, country, read, area].join('\n');
}

function readPlace(whereabouts: ReadWhereabouts): ContactPlace {
  const clues = cluesOf(whereabouts);
  const countries = unique(clues.flatMap((clue) => clue.countries));
  const zones = clocksLeftOpen(clues);
  return {
    countries: countries.length > 0 ? countries : null,
    states: statesOf(clues, countries),
    zones: zones.length > 0 ? zones : null,
    evidence: clues.map(({ from }) => from),
  };
}

function cluesOf({ timeZone, country, region, phone }: ReadWhereabouts): Clue[] {
  const zone = zoneClue(timeZone);
  const geographic = phone?.isGeographic === true ? phoneClue(phone) : undefined;
  const others = [zone, geographic].filter((clue) => clue !== undefined);
  const address = addressClue(country, region, unique(others.flatMap((clue) => clue.countries)));
  const known = [zone, address, geographic].filter((clue) => clue !== undefined);
  // A number without a place tells its country's zones while nothing else is known.
  return known.length === 0 && phone !== undefined ? [phoneClue(phone)] : known;
}

function zoneClue(timeZone: string | null): Clue | undefined {
  const zone = timeZone === null ? undefined : canonicalZone(timeZone);
  const countries = zone === undefined ? [] : countriesOfZone(zone);
  return zone === undefined || countries.length === 0 ? undefined : { from: 'time_zone', countries, zones: [zone] };
}

/** @param others countries that all else tells of: without one of its own, a region lies in one of them, unless it says otherwise */
function addressClue(country: string | null, region: ReadWhereabouts['region'], others: readonly string[]): Clue | undefined {
  if (country === null && region === null) return undefined;
  const isNamed = region !== null && region !== 'unread';
  if (isNamed && (country !== null || isSure(region, others))) return regionClue(region);
  const countries = country === null ? others : [country];
  if (countries.length === 0) return undefined;
  return { from: 'address', countries, zones: countries.flatMap(zonesOfCountry), region: region === null ? 'unsaid' : 'unread' };
}

/** Whether a region is beyond doubt that of North America where no country is stated. */
function isSure({ by }: NamedRegion, others: readonly string[]): boolean {
  if (by === 'country') return true;
  return by === 'name' ? others.length > 0 : others.some((country) => NORTH_AMERICA.has(country));
}

function regionClue({ country, code }: NamedRegion): Clue {
  if (code === undefined) return { from: 'address', countries: [country], zones: zonesOfCountry(country) };
  if (country === 'CA') return { from: 'address', countries: [country], zones: zonesOfProvince(code) };
  return { from: 'address', countries: [country], zones: zonesOfState(code), state: code };
}

function phoneClue(phone: PhoneArea): Clue {
  const { country } = phone;
  const state = country === 'US' ? phone.state : undefined;
  const zones = unique([...phone.zones.flatMap((zone) => canonicalZone(zone) ?? []), ...zonesOfArea(phone)]);
  return { from: 'phone', countries: country === undefined ? [] : [country], zones, state };
}

/** A number of North America goes with its owner, so that its exchange tells no more than its area code does: a state or province, all of it. */
function zonesOfArea({ country, state, provinces }: PhoneArea): readonly string[] {
  if (country === 'US') return state === undefined ? zonesOfCountry(country) : zonesOfState(state);
  if (country !== 'CA') return [];
  return provinces.length === 0 ? zonesOfCountry(country) : provinces.flatMap(zonesOfProvince);
}

function clocksLeftOpen(clues: readonly Clue[]): string[] {
  const [own] = clues.filter(({ from }) => from === 'time_zone').flatMap(({ zones }) => zones);
  if (own !== undefined && clues.every((clue) => clue.zones.length === 0 || leavesOpen(clue, own))) return [own];
  const phone = clues.find(({ from, zones }) => from === 'phone' && zones.length > 0);
  const saysMore = ({ region, countries }: Clue) => region !== 'unsaid' || countries.some((one) => phone?.countries.includes(one) !== true);
  return oneOfEachClock(unique(clues.filter(saysMore).flatMap(({ zones }) => zones)));
}

/** Whether the zone is one of the clue's, or shows the same as one of them in the same country: many devices name New York where Detroit is meant. */
function leavesOpen({ zones, countries }: Clue, own: string): boolean {
  if (zones.includes(own)) return true;
  return countriesOfZone(own).some((country) => countries.includes(country)) && zones.some((zone) => clocksOf(zone) === clocksOf(own));
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
  const isUnread = clues.some(({ region, countries: of }) => region === 'unread' && of.includes('US'));
  return (states.length === 0 && countries.includes('US')) || isElsewhere || isUnread ? null : states;
}

/** Whether clocks show in one of the states what they show in one of the zones. */
function areKept(zones: readonly string[], states: readonly string[]): boolean {
  const shown = new Set(states.flatMap(zonesOfState).map(clocksOf));
  return zones.some((zone) => shown.has(clocksOf(zone)));
}

function unique(names: readonly string[]): string[] {
  return [...new Set(names)].sort();
}
