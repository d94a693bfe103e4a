import { describe, expect, it } from '@jest/globals';
import { CANADIAN_PROVINCE_ZONES, CANADIAN_PROVINCES } from './canadian-provinces.js';
import { PhoneAreasService } from './phone-areas.service.js';
import { placeOf, type Whereabouts } from './place.rules.js';
import { clocksOf, zonesOfProvince, zonesOfState } from './state-zones.rules.js';
import { US_STATE_ZONES } from './us-state-zones.js';
import { US_STATES } from './us-states.js';
import { canonicalZone, zonesOfCountry } from './zone-countries.rules.js';

/** What is known of a lead, its number as it is written. */
type Clues = Partial<Omit<Whereabouts, 'phone'>> & { readonly phone?: string };

const areas = new PhoneAreasService();
const place = ({ phone, ...stated }: Clues) =>
  placeOf({ timeZone: null, country: null, region: null, ...stated, phone: phone === undefined ? undefined : areas.areaOf(phone) });
const isFirst = (item: string, index: number, all: readonly string[]) => all.indexOf(item) === index;
const UNITED_STATES = { countries: ['US'] };

describe('a phone', () => {
  it.each([
    ['+13055550123', { ...UNITED_STATES, states: ['FL'], zones: ['America/Chicago', 'America/New_York'] }],
    ['+14055550123', { ...UNITED_STATES, states: ['OK'], zones: ['America/Chicago'] }],
    ['+14155552671', { ...UNITED_STATES, states: ['CA'], zones: ['America/Los_Angeles'] }],
    ['+12063334444', { ...UNITED_STATES, states: ['WA'], zones: ['America/Los_Angeles'] }],
    ['+12033334444', { ...UNITED_STATES, states: ['CT'], zones: ['America/New_York'] }],
    ['+15145550123', { countries: ['CA'], states: [], zones: expect.arrayContaining(['America/Halifax', 'America/Toronto']) }],
    ['+19025550123', { countries: ['CA'], states: [], zones: ['America/Halifax'] }],
    ['+4930901820', { countries: ['DE'], states: [], zones: ['Europe/Berlin'] }],
  ])('%s tells where its owner may be', (phone, expected) => {
    expect(place({ phone })).toEqual({ ...expected, evidence: ['phone'] });
  });

  it('tells every zone of an area that has several', () => {
    expect(place({ phone: '+61412345678' }).zones).toEqual(expect.arrayContaining(['Australia/Perth', 'Australia/Sydney']));
    expect(place({ phone: '+12085550123' }).zones?.length).toBeGreaterThan(1);
  });

  it('tells the state of every area code of the USA', () => {
    const codes = Array.from({ length: 800 }, (_, index) => String(200 + index));
    const numbers = codes.flatMap((code) => {
      const area = areas.areaOf(`+1${code}2345678`);
      return area?.country === 'US' && area.isGeographic ? [{ code, state: area.state }] : [];
    });
    expect(numbers.length).toBeGreaterThan(300);
    expect(numbers.filter(({ state }) => state === undefined)).toEqual([]);
    expect([...new Set(numbers.map(({ state }) => state))].sort()).toEqual([...US_STATES.values()].sort().filter(isFirst));
  });

  it('of no place may be anywhere, unless something else is known', () => {
    const alone = place({ phone: '+18005550123' });
    expect(alone.zones).toEqual(expect.arrayContaining(['America/New_York', 'Pacific/Honolulu']));
    expect(alone.states).toBeNull();
    expect(place({ phone: '+18005550123', timeZone: 'America/Denver' })).toEqual({
      ...UNITED_STATES,
      states: null,
      zones: ['America/Denver'],
      evidence: ['time_zone'],
    });
  });
});

describe('a place', () => {
  it('is unknown when nothing is', () => {
    expect(place({})).toEqual({ countries: null, states: null, zones: null, evidence: [] });
    expect(place({ timeZone: 'UTC' })).toEqual({ countries: null, states: null, zones: null, evidence: [] });
  });

  it('is what all clues have in common', () => {
    expect(place({ country: 'US', region: 'Florida', phone: '+13055550123' })).toEqual({
      ...UNITED_STATES,
      states: ['FL'],
      zones: ['America/Chicago', 'America/New_York'],
      evidence: ['address', 'phone'],
    });
    expect(place({ timeZone: 'Australia/Sydney', phone: '+61412345678' }).zones).toEqual(['Australia/Sydney']);
  });

  it('is all that any clue says when they contradict each other', () => {
    expect(place({ timeZone: 'Europe/Berlin', country: 'US', region: 'ok', phone: '+13055550123' })).toEqual({
      countries: ['DE', 'US'],
      states: ['FL', 'OK'],
      zones: expect.arrayContaining(['America/New_York', 'America/Chicago', 'Europe/Berlin']),
      evidence: ['time_zone', 'address', 'phone'],
    });
  });

  it.each<[string, Clues, string[]]>([
    [
      'the zone is the own one of the lead',
      { timeZone: 'America/Chicago', country: 'US', region: 'FL', phone: '+13055550123' },
      ['America/Chicago'],
    ],
    ['it shows the same as one of the state', { timeZone: 'America/New_York', phone: '+13135550123' }, ['America/New_York']],
    ['the address names the country alone', { country: 'US', phone: '+12125551234' }, ['America/New_York']],
    ['the number is of the same state', { country: 'US', region: 'TX', phone: '+19155551234' }, ['America/Chicago', 'America/Denver']],
    ['the number is known to no town', { phone: '+19282061234' }, ['America/Denver', 'America/Phoenix']],
    ['the exchange is of one half', { country: 'US', region: 'TN', phone: '+14234131234' }, ['America/Chicago', 'America/New_York']],
    ['the area code is of one half', { country: 'US', region: 'NE', phone: '+13082251234' }, ['America/Chicago', 'America/Denver']],
    [
      'the address is of another province',
      { country: 'CA', region: 'Alberta', phone: '+14165550123' },
      ['America/Edmonton', 'America/Toronto'],
    ],
  ])('is on all clocks that its states have, and on those of the lead: %s', (_, clues, zones) => {
    expect(place(clues).zones).toEqual(expect.arrayContaining(zones));
    const clocks = (names: readonly string[]) => [...new Set(names.map(clocksOf))].sort();
    const ofOntario = clues.country === 'CA' ? zonesOfProvince('ON') : [];
    expect(clocks(place(clues).zones ?? [])).toEqual(clocks([...zones, ...ofOntario]));
  });

  it('may be on any clock of a country whose region cannot be read', () => {
    expect(place({ country: 'CA', region: 'somewhere', phone: '+14165550123' }).zones).toEqual(
      expect.arrayContaining(['America/St_Johns', 'America/Toronto', 'America/Vancouver']),
    );
    expect(place({ country: 'ES', region: 'Tenerife', phone: '+34915550123' }).zones).toContain('Atlantic/Canary');
    expect(place({ country: 'ES', phone: '+34915550123' }).zones).toEqual(['Europe/Madrid']);
  });

  it.each([
    ['a number', { timeZone: 'America/New_York', phone: '+14155552671' }, ['America/Los_Angeles', 'America/New_York']],
    ['an address', { timeZone: 'America/New_York', country: 'US', region: 'California' }, ['America/Los_Angeles', 'America/New_York']],
    [
      'both',
      { timeZone: 'America/Denver', country: 'US', region: 'FL', phone: '+14155552671' },
      ['America/Chicago', 'America/Denver', 'America/Los_Angeles', 'America/New_York'],
    ],
  ])('may be in any state when the zone is kept in none that is told by %s', (_, clues, zones) => {
    expect(place(clues)).toMatchObject({ ...UNITED_STATES, states: null, zones });
  });

  it.each([
    ['is its own', { timeZone: 'America/Chicago', phone: '+13055550123' }, ['FL']],
    ['shows the same under another name', { timeZone: 'America/New_York', phone: '+13135550123' }, ['MI']],
    [
      'is that of the address, though the number be of elsewhere',
      { timeZone: 'America/New_York', country: 'US', region: 'NY', phone: '+14155552671' },
      ['CA', 'NY'],
    ],
    ['is of another country', { timeZone: 'Europe/Berlin', phone: '+13055550123' }, ['FL']],
  ])('is in the state that is told when the zone %s', (_, clues, states) => {
    expect(place(clues).states).toEqual(states);
  });

  it('is on the clocks of the state of the address, where the number is of another one', () => {
    expect(place({ country: 'US', region: 'OK', phone: '+14155552671' })).toMatchObject({
      states: ['CA', 'OK'],
      zones: ['America/Chicago', 'America/Los_Angeles'],
    });
  });

  it.each(['US-FL', 'Fla.', 'Florida, USA', 'FL 33101', 'State of Florida', 'fl.'])(
    'takes the state %j beside that of the number',
    (region) => {
      expect(place({ country: 'US', region, phone: '+12125551234' })).toMatchObject({
        states: ['FL', 'NY'],
        zones: ['America/Chicago', 'America/New_York'],
      });
    },
  );

  it('may be in any state when that of its address cannot be read, whatever its number', () => {
    for (const region of ['somewhere', 'Ontario', 'New York/New Jersey']) {
      const unread = place({ country: 'US', region, phone: '+12125551234' });
      expect([region, unread.states, unread.countries]).toEqual([region, null, ['US']]);
      expect(unread.zones).toEqual(expect.arrayContaining(['America/New_York', 'Pacific/Honolulu']));
    }
    expect(place({ region: 'somewhere', phone: '+12125551234' }).states).toBeNull();
    expect(place({ country: 'US', region: 'somewhere', phone: '+12125551234', timeZone: 'America/New_York' })).toMatchObject({
      states: null,
      zones: ['America/New_York'],
    });
  });

  it.each<[string, Clues, object]>([
    ['by letters, with a number of North America', { region: 'FL', phone: '+12125551234' }, { ...UNITED_STATES, states: ['FL', 'NY'] }],
    ['by letters, with a number of Canada', { region: 'FL', phone: '+14165551234' }, { countries: ['CA', 'US'], states: ['FL'] }],
    ['by name, with a number of elsewhere', { region: 'Florida', phone: '+4930901820' }, { countries: ['DE', 'US'], states: ['FL'] }],
    ['with the country', { region: 'US-FL' }, { ...UNITED_STATES, states: ['FL'] }],
    ['with the country, and a number that tells nothing', { region: 'Florida, USA', phone: '+18005550123' }, { states: ['FL'] }],
    ['of Canada', { region: 'Ontario', phone: '+12125551234' }, { countries: ['CA', 'US'], states: ['NY'] }],
    [
      'by letters that mean another place',
      { region: 'MI', phone: '+390255501234' },
      { countries: ['IT'], states: [], zones: ['Europe/Rome'] },
    ],
    ['by the name of a country', { region: 'Georgia', phone: '+995322555012' }, { countries: ['GE'], states: [] }],
    ['by letters alone', { region: 'FL' }, { countries: null, states: null, zones: null }],
    ['of a territory', { country: 'US', region: 'Puerto Rico' }, { countries: ['PR'], states: [], zones: ['America/Puerto_Rico'] }],
  ])('is read from a region without a country where there is no doubt: %s', (_, clues, expected) => {
    expect(place(clues)).toMatchObject(expected);
  });

  it.each(['FL', 'fl', ' Florida ', 'Miami, FL'])('reads the state %j', (region) => {
    expect(place({ country: 'US', region }).states).toEqual(['FL']);
  });

  it('may be in any state when none is known', () => {
    expect(place({ country: 'US', region: 'somewhere' }).states).toBeNull();
    expect(place({ timeZone: 'America/New_York' }).states).toBeNull();
  });
});

it('knows zones of every state, all of them of the USA', () => {
  expect(Object.keys(US_STATE_ZONES).sort()).toEqual([...new Set(US_STATES.values())].sort());
  const zones = Object.keys(US_STATE_ZONES).flatMap(zonesOfState);
  expect(new Set(zones)).toEqual(new Set(zonesOfCountry('US')));
});

it('knows zones of every province, all of them of Canada', () => {
  expect(Object.keys(CANADIAN_PROVINCE_ZONES).sort()).toEqual([...new Set(CANADIAN_PROVINCES.values())].sort());
  const clocks = (zones: readonly string[]) => new Set(zones.map(clocksOf));
  expect(clocks(Object.keys(CANADIAN_PROVINCE_ZONES).flatMap(zonesOfProvince))).toEqual(clocks(zonesOfCountry('CA')));
});

it('takes aliases of a zone for one', () => {
  expect(canonicalZone('Asia/Kolkata')).toBe(canonicalZone('Asia/Calcutta'));
  expect(canonicalZone('Mars/Olympus')).toBeUndefined();
});
