import { base, de, en, en_AU, en_GB, en_US, Faker, fr, type LocaleDefinition } from '@faker-js/faker';

/** A country that made-up people live in. */
export interface Country {
  /** ISO 3166-1 alpha-2. */
  readonly code: string;
  /** Of a hundred people, how many live there. */
  readonly percent: number;
  readonly locale: readonly LocaleDefinition[];
  /** BCP 47. */
  readonly language: string;
  readonly timeZone: string;
  /** ISO 4217. */
  readonly currency: string;
  /** Beginnings of numbers that are kept free for stories, and how many digits follow: nobody's telephone rings. */
  readonly phones: readonly { readonly prefix: string; readonly digits: number }[];
}

const AREAS = ['201', '212', '213', '305', '312', '404', '415', '512', '617', '702', '713', '206'];

/** Where the numbers come from: ATIS-0300115 (555-01XX), Ofcom's and BNetzA's numbers for drama, ARCEP 2018-0881, ACMA's for fiction. */
export const COUNTRIES: readonly Country[] = [
  {
    code: 'US',
    percent: 40,
    locale: [en_US, en, base],
    language: 'en-US',
    timeZone: 'America/New_York',
    currency: 'USD',
    phones: AREAS.map((area) => ({ prefix: `+1${area}55501`, digits: 2 })),
  },
  {
    code: 'GB',
    percent: 20,
    locale: [en_GB, en, base],
    language: 'en-GB',
    timeZone: 'Europe/London',
    currency: 'GBP',
    phones: ['+442079460', '+441134960', '+441214960', '+441614960'].map((prefix) => ({ prefix, digits: 3 })),
  },
  {
    code: 'DE',
    percent: 20,
    locale: [de, en, base],
    language: 'de-DE',
    timeZone: 'Europe/Berlin',
    currency: 'EUR',
    phones: ['+493023125', '+496990009', '+494066969', '+498999998'].map((prefix) => ({ prefix, digits: 3 })),
  },
  {
    code: 'FR',
    percent: 12,
    locale: [fr, en, base],
    language: 'fr-FR',
    timeZone: 'Europe/Paris',
    currency: 'EUR',
    phones: ['+3319900', '+3326191', '+3335301', '+3346571', '+3353649'].map((prefix) => ({ prefix, digits: 4 })),
  },
  {
    code: 'AU',
    percent: 8,
    locale: [en_AU, en, base],
    language: 'en-AU',
    timeZone: 'Australia/Sydney',
    currency: 'AUD',
    phones: [{ prefix: '+61255500', digits: 3 }],
  },
];

/** A source of names and places of a country that repeats itself for a seed. */
export function fakerOf(country: Country, seed: number): Faker {
  return new Faker({ locale: [...country.locale], seed });
}
