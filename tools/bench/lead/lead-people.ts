import { uuidV7 } from '@leadstream/kernel';
import type { TenantDatabase, Tx } from '@leadstream/persistence';

export interface Person {
  readonly id: string;
  readonly firstName: string;
  readonly lastName: string;
  readonly email: string | null;
  readonly phone: string | null;
  readonly company: string | null;
  readonly address: Readonly<Record<'streetNumber' | 'street' | 'unit' | 'city' | 'postalCode' | 'country', string | null>> | null;
}

/** What makes people up: names as uneven as real ones, the same for the same seed. */
export interface People {
  syntheticPeople(count: number, seed: number): Person[];
  mistype(chance: () => number, text: string): string;
  seededChance(seed: number): () => number;
}

interface Leads {
  create(tx: Tx, tenantId: string, leads: readonly object[]): Promise<number>;
}

const APP = '../../../apps/lead/';
const BATCH = 1_000;

export async function madeUpPeople(): Promise<People> {
  return (await import(new URL(`${APP}test/synthetic-people.ts`, import.meta.url).href)) as People;
}

/** Stores people as leads, as the service does; who claims the phone or e-mail of another one is left out. */
export async function fillWithPeople(database: TenantDatabase, tenantId: string, people: readonly Person[]): Promise<void> {
  const { LeadRepository } = await import(new URL(`${APP}dist/lead-store/lead.repository.js`, import.meta.url).href);
  const { EMPTY_LEAD } = await import(new URL(`${APP}dist/lead/lead.js`, import.meta.url).href);
  const repository = new LeadRepository() as Leads;
  const now = new Date();
  const instants = { statusChangedAt: now, capturedAt: now, createdAt: now, updatedAt: now, deletedAt: null };
  for (let from = 0; from < people.length; from += BATCH) {
    const leads = people.slice(from, from + BATCH).map(({ id, firstName, lastName, email, phone, company, address }) => {
      const stated = { externalId: id, firstName, lastName, email, phone, company, address: addressOf(address) };
      return { ...EMPTY_LEAD, ...stated, leadId: uuidV7.next(), version: 1, status: 'new', ...instants };
    });
    await database.inTenant(tenantId, (tx) => repository.create(tx, tenantId, leads));
  }
}

/** As leads have it: the number stands in the line of the street, and what nobody said is left out. */
function addressOf(address: Person['address']): Record<string, string> {
  if (address === null) return {};
  const { streetNumber, street, ...rest } = address;
  const said = { street: [streetNumber, street].filter((part) => part !== null).join(' '), ...rest };
  return Object.fromEntries(Object.entries(said).filter((entry): entry is [string, string] => Boolean(entry[1])));
}
