import type { Faker } from '@faker-js/faker';
import { COUNTRIES, type Country, fakerOf } from './countries.ts';

/** A lead as `POST /v1/leads` takes it. */
export interface MadeUpLead {
  readonly externalId: string;
  readonly firstName: string;
  readonly lastName: string;
  readonly email: string;
  readonly phone?: string;
  readonly company?: string;
  readonly jobTitle?: string;
  readonly address?: Readonly<Record<'street' | 'city' | 'postalCode' | 'country', string>>;
  readonly property?: { readonly kind: string; readonly bedrooms: number };
  readonly budget?: { readonly max: string; readonly currency: string };
  readonly language: string;
  readonly timeZone: string;
  readonly source: string;
  readonly sourceMetadata?: { readonly utm_campaign: string };
  readonly capturedAt: string;
}

/** A lead and how far it has come. */
export interface SeededLead {
  readonly lead: MadeUpLead;
  readonly status: string;
  /** ISO 8601, not before the capture. */
  readonly statusChangedAt: string;
}

/** When leads turned to the tenant; a fixed span, so that a seed gives the same leads on every day. */
const FROM = Date.parse('2024-01-01T00:00:00Z');
const TO = Date.parse('2025-12-01T00:00:00Z');
const LONGEST_STAGE_DAYS = 30;
const DAY_MS = 86_400_000;

/** Shares of a hundred, near what the funnels of our sample files show. */
const STATUSES = { new: 45, contacted: 22, engaged: 12, qualified: 8, nurturing: 4, converted: 4, lost: 5 };
const SOURCES = { organic_search: 28, paid_search: 20, social: 16, referral: 12, email: 9, direct_traffic: 9, display: 4, event: 2 };
const PAID = new Set(['paid_search', 'social', 'email', 'display']);

/** Providers and companies of made-up addresses end in names that never will be in use (RFC 2606). */
const PROVIDERS = ['mail.example', 'post.example', 'inbox.example', 'example.com', 'example.org'];

/**
 * `count` made-up leads of several countries, the same for the same seed; a longer list begins as a shorter one does. E-mail addresses and
 * telephone numbers are unique and belong to nobody; where the free numbers of a country are used up, a lead has none.
 */
export function* madeUpLeads(count: number, seed: number): Generator<SeededLead> {
  const fakers = new Map(COUNTRIES.map((country, index) => [country, fakerOf(country, seed * COUNTRIES.length + index)]));
  const chance = fakers.get(COUNTRIES[0] as Country) as Faker;
  const taken = new Set<string>();
  for (let number = 1; number <= count; number += 1) {
    const country = weighted(chance, new Map(COUNTRIES.map((one) => [one, one.percent])));
    const faker = fakers.get(country) as Faker;
    const capturedAt = faker.date.between({ from: FROM, to: TO });
    const status = weighted(faker, new Map(Object.entries(STATUSES)));
    const inStageMs = faker.number.int({ min: DAY_MS / 24, max: LONGEST_STAGE_DAYS * DAY_MS });
    yield {
      lead: { externalId: `seed-${seed}-${number}`, ...person(faker, country, taken), capturedAt: capturedAt.toISOString() },
      status,
      statusChangedAt: new Date(capturedAt.getTime() + inStageMs).toISOString(),
    };
  }
}

function person(faker: Faker, country: Country, taken: Set<string>): Omit<MadeUpLead, 'externalId' | 'capturedAt'> {
  const [firstName, lastName] = [faker.person.firstName(), faker.person.lastName()];
  const company = sometimes(faker, 0.55, () => faker.company.name());
  const phone = sometimes(faker, 0.75, () => freePhone(faker, country, taken));
  const source = weighted(faker, new Map(Object.entries(SOURCES)));
  return {
    firstName,
    lastName,
    email: freeEmail(faker, { firstName, lastName, company }, taken),
    ...(phone !== undefined && { phone }),
    ...(company !== undefined && { company, jobTitle: faker.person.jobTitle() }),
    ...sometimes(faker, 0.6, () => ({ address: address(faker, country) })),
    ...sometimes(faker, 0.35, () => wish(faker, country)),
    language: country.language,
    timeZone: country.timeZone,
    source,
    ...(PAID.has(source) && { sourceMetadata: { utm_campaign: `${faker.word.adjective()}-${faker.number.int({ min: 1, max: 40 })}` } }),
  };
}

function address(faker: Faker, { code }: Country): NonNullable<MadeUpLead['address']> {
  const { location } = faker;
  return { street: location.streetAddress(), city: location.city(), postalCode: location.zipCode(), country: code };
}

function wish(faker: Faker, { currency }: Country): Pick<MadeUpLead, 'property' | 'budget'> {
  const property = {
    kind: faker.helpers.arrayElement(['house', 'apartment', 'apartment', 'land']),
    bedrooms: faker.number.int({ min: 1, max: 5 }),
  };
  return { property, budget: { max: `${faker.number.int({ min: 15, max: 150 })}0000`, currency } };
}

interface Named {
  readonly firstName: string;
  readonly lastName: string;
  readonly company: string | undefined;
}

/** Of the name and, for who has one, the company; a number tells namesakes apart. */
function freeEmail(faker: Faker, { firstName, lastName, company }: Named, taken: Set<string>): string {
  const user =
    [firstName, lastName]
      .map(plain)
      .filter((part) => part !== '')
      .join('.') || 'someone';
  const domain = company === undefined ? faker.helpers.arrayElement(PROVIDERS) : `${plain(company).slice(0, 40) || 'company'}.example`;
  let email = `${user}@${domain}`;
  for (let number = 2; taken.has(email); number += 1) email = `${user}${number}@${domain}`;
  taken.add(email);
  return email;
}

/** @returns undefined when no free number was found at a few tries */
function freePhone(faker: Faker, { phones }: Country, taken: Set<string>): string | undefined {
  for (let tries = 0; tries < 5; tries += 1) {
    const { prefix, digits } = faker.helpers.arrayElement(phones);
    const phone = prefix + faker.string.numeric(digits);
    if (taken.has(phone)) continue;
    taken.add(phone);
    return phone;
  }
  return undefined;
}

function plain(text: string): string {
  return text
    .replaceAll('ß', 'ss')
    .normalize('NFKD')
    .replace(/[^A-Za-z0-9]+/g, '')
    .toLowerCase();
}

function sometimes<T>(faker: Faker, share01: number, make: () => T): T | undefined {
  return faker.number.float() < share01 ? make() : undefined;
}

function weighted<T>(faker: Faker, shares: ReadonlyMap<T, number>): T {
  return faker.helpers.weightedArrayElement([...shares].map(([value, weight]) => ({ value, weight })));
}
