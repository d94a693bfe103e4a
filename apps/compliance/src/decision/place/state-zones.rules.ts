import { zoneOffsetMs } from '../clock/zone-clock.rules.js';
import { CANADIAN_PROVINCE_ZONES } from './canadian-provinces.js';
import { US_STATE_ZONES } from './us-state-zones.js';
import { canonicalZone, countriesOfZone } from './zone-countries.rules.js';

const WINTER_MS = Date.UTC(2026, 0, 15);
const SUMMER_MS = Date.UTC(2026, 6, 15);

const zonesByState = new Map<string, readonly string[]>();
const zonesByProvince = new Map<string, readonly string[]>();
const clocks = new Map<string, string>();

/** Zones of a state of the USA, by their canonical names; none for what is no state. */
export function zonesOfState(state: string): readonly string[] {
  return known(zonesByState, US_STATE_ZONES, state);
}

/** Zones of a province of Canada, likewise. */
export function zonesOfProvince(province: string): readonly string[] {
  return known(zonesByProvince, CANADIAN_PROVINCE_ZONES, province);
}

function known(
  kept: Map<string, readonly string[]>,
  named: Readonly<Record<string, readonly string[]>>,
  region: string,
): readonly string[] {
  const zones = kept.get(region) ?? (named[region] ?? []).flatMap((zone) => canonicalZone(zone) ?? []);
  kept.set(region, zones);
  return zones;
}

/** One text for all zones whose clocks show the same in winter and in summer: many devices name New York where Detroit is meant. */
export function clocksOf(zone: string): string {
  const before = clocks.get(zone);
  if (before !== undefined) return before;
  const shown = `${zoneOffsetMs(WINTER_MS, zone)} ${zoneOffsetMs(SUMMER_MS, zone)}`;
  clocks.set(zone, shown);
  return shown;
}

/** Names by which clocks of North America are best known. */
const BEST_KNOWN = ['New_York', 'Chicago', 'Denver', 'Los_Angeles', 'Halifax', 'Toronto', 'Winnipeg', 'Edmonton', 'Vancouver'].map(
  (city) => `America/${city}`,
);

/**
 * One zone for each clock of the USA and Canada, whose clocks change on the same days (15 U.S.C. 260a; the provinces' acts on time): what is looked
 * up for each of a person's zones is looked up once for Indiana's ten. Zones of other countries stay.
 * @param zones canonical names, each once
 */
export function oneOfEachClock(zones: readonly string[]): string[] {
  if (zones.length === 1) return [...zones];
  const shown = new Map<string, string>();
  for (const zone of [...BEST_KNOWN.filter((known) => zones.includes(known)), ...zones]) {
    const key = isNorthAmerican(zone) ? clocksOf(zone) : zone;
    if (!shown.has(key)) shown.set(key, zone);
  }
  return [...shown.values()].sort();
}

function isNorthAmerican(zone: string): boolean {
  return countriesOfZone(zone).some((country) => country === 'US' || country === 'CA');
}
