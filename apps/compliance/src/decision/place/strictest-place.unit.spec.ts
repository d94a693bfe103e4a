import { describe, expect, it } from '@jest/globals';
import { PERMITTED } from '../judgement/decision-facts.fixture.spec.js';
import { decide } from '../judgement/decision.rules.js';
import { RULE_SET_VERSION, ruleSetOf } from '../rule-sets/rule-sets.js';
import { PhoneAreasService } from './phone-areas.service.js';
import { placeOf, type Whereabouts } from './place.rules.js';

const areas = new PhoneAreasService();
const rules = ruleSetOf(RULE_SET_VERSION) ?? [];

function called(at: string, { phone, ...stated }: Partial<Omit<Whereabouts, 'phone'>> & { readonly phone: string }) {
  const place = placeOf({ timeZone: null, country: 'US', region: null, ...stated, phone: areas.areaOf(phone) });
  const instant = new Date(at);
  return decide({ ...PERMITTED, place }, { channel: 'voice', purpose: 'marketing' }, { at: instant, decidedAt: instant }, rules);
}

describe('a call waits for the last clock of the state', () => {
  it.each([
    ['21:45 in Houston, by a number of El Paso', '2026-07-15T02:45:00Z', { region: 'TX', phone: '+19155551234' }],
    ['21:15 in Window Rock, by a number of Phoenix', '2026-07-15T03:15:00Z', { region: 'AZ', phone: '+16025551234' }],
    ['21:15 in Window Rock, by a number of no known town', '2026-07-15T03:15:00Z', { region: 'AZ', phone: '+19282061234' }],
    ['21:45 in Chattanooga', '2026-07-15T01:45:00Z', { region: 'TN', phone: '+14234131234' }],
    ['7:15 in Scottsbluff', '2026-07-15T13:15:00Z', { region: 'NE', phone: '+13082251234' }],
    ['9:15 in Bowling Green, where calls begin at 10', '2026-07-15T14:15:00Z', { region: 'KY', phone: '+12704641234' }],
    ['21:45 in Chattanooga, by the number alone', '2026-07-15T01:45:00Z', { country: null, phone: '+14234131234' }],
    ['20:30 in Florida, by a number of New York', '2026-07-16T00:30:00Z', { region: 'Fla.', phone: '+12125551234' }],
    ['20:30 in Florida, whose country is not stated', '2026-07-16T00:30:00Z', { country: null, region: 'FL', phone: '+12125551234' }],
    ['20:30 in a state that cannot be read', '2026-07-16T00:30:00Z', { region: 'Sunshine', phone: '+12125551234' }],
  ])('%s', (_, at, lead) => {
    expect(called(at, lead)).toMatchObject({ outcome: 'later', laterAt: expect.any(String) });
  });

  it.each([
    ['in the state of the number, which says as much as its country', '2026-07-16T00:30:00Z', { phone: '+12125551234' }],
    ['on the clock that the lead itself has', '2026-07-15T00:45:00Z', { region: 'TN', timeZone: 'America/Chicago', phone: '+14234131234' }],
    ['at noon', '2026-07-15T18:00:00Z', { region: 'TX', phone: '+19155551234' }],
  ])('and is made %s', (_, at, lead) => {
    expect(called(at, lead).outcome).toBe('allow');
  });
});
