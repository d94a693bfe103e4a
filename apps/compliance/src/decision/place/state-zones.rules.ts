import { zoneOffsetMs } from '../clock/zone-clock.rules.js';
import { US_STATE_ZONES } from './us-state-zones.js';
import { canonicalZone } from './zone-countries.rules.js';

const WINTER_MS = Date.UTC(2026, 0, 15);
const SUMMER_MS = Date.UTC(2026, 6, 15);

const zonesByState = new Map<string, readonly string[]>();
const clocks = new Map<string, string>();

/** Zones of a state of the USA, by their canonical names; none for what is no state. */
export function zonesOfState(state: string): readonly string[] {
  const known = zonesByState.get(state);
  if (known !== undefined) return known;
  const zones = (US_STATE_ZONES[state] ?? []).flatMap((zone) => canonicalZone(zone) ?? []);
  zonesByState.set(state, zones);
  return zones;
}

/** One text for all zones whose clocks show the same in winter and in summer: many devices name New York where Detroit is meant. */
export function clocksOf(zone: string): string {
  const known = clocks.get(zone);
  if (known !== undefined) return known;
  const shown = `${zoneOffsetMs(WINTER_MS, zone)} ${zoneOffsetMs(SUMMER_MS, zone)}`;
  clocks.set(zone, shown);
  return shown;
}
