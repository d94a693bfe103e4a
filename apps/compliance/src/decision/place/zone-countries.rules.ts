import { getCountries } from 'libphonenumber-js/max';

/** ICU's tables by region; the standard's name for it is not in the types of every release. */
interface RegionZones {
  getTimeZones?: () => string[] | undefined;
  readonly timeZones?: string[] | undefined;
}

const canonicalNames = new Map<string, string | undefined>();
const zonesByCountry = new Map<string, readonly string[]>();
let countriesByZone: ReadonlyMap<string, readonly string[]> | undefined;

/** One name for each zone, whatever alias it comes under; undefined for what is no zone. */
export function canonicalZone(name: string): string | undefined {
  if (!canonicalNames.has(name)) canonicalNames.set(name, readCanonical(name));
  return canonicalNames.get(name);
}

/** Zones of a country, by their canonical names. */
export function zonesOfCountry(country: string): readonly string[] {
  const known = zonesByCountry.get(country);
  if (known !== undefined) return known;
  const zones = zonesIn(country).flatMap((zone) => canonicalZone(zone) ?? []);
  zonesByCountry.set(country, zones);
  return zones;
}

/** Countries whose clocks a zone describes; none for `UTC` and the like, which say nothing of a place. */
export function countriesOfZone(zone: string): readonly string[] {
  countriesByZone ??= invert();
  return countriesByZone.get(zone) ?? [];
}

function invert(): Map<string, string[]> {
  const byZone = new Map<string, string[]>();
  for (const country of getCountries()) {
    for (const zone of zonesOfCountry(country)) byZone.set(zone, [...(byZone.get(zone) ?? []), country]);
  }
  return byZone;
}

function zonesIn(country: string): readonly string[] {
  const locale = new Intl.Locale(`und-${country}`) as Intl.Locale & RegionZones;
  return locale.getTimeZones?.() ?? locale.timeZones ?? [];
}

function readCanonical(name: string): string | undefined {
  try {
    return new Intl.DateTimeFormat('en-US', { timeZone: name }).resolvedOptions().timeZone;
  } catch {
    return undefined;
  }
}
