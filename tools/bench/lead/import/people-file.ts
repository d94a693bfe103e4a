import { createWriteStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { stringify } from 'csv-stringify';
import { madeUpPeople } from '../lead-people.ts';

/** How the columns of the file are read. */
export const MAPPING = {
  Id: 'externalId',
  'First name': 'firstName',
  'Last name': 'lastName',
  'E-mail': 'email',
  Phone: 'phone',
  Company: 'company',
  Street: 'address.street',
  City: 'address.city',
  'Postal code': 'address.postalCode',
  Country: 'address.country',
  Source: 'source',
} as const;

/** Writes a CSV file of so many people, of whom no two share an identifier: every row makes a lead. */
export async function writePeople(path: string, rows: number, seed: number): Promise<void> {
  const { syntheticPeople } = await madeUpPeople();
  // Of the made-up people some come twice or live with another one.
  const addresses = new Set<string>();
  const people = syntheticPeople(Math.ceil(rows * 1.2), seed).filter(
    ({ id, email }) => /^p\d+$/.test(id) && (email === null || addresses.size < addresses.add(email).size),
  );
  const lines = people.slice(0, rows).map(({ id, firstName, lastName, email, phone, company, address }, index) => {
    // The numbers that were made up are not all in use; these are of a German mobile network.
    const mobile = phone && `0151 ${String(10_000_000 + index)}`;
    const street = address && `${address.streetNumber} ${address.street}`;
    return [id, firstName, lastName, email, mobile, company, street, address?.city, address?.postalCode, address?.country, 'Trade fair'];
  });
  await pipeline(Readable.from(lines), stringify({ header: true, columns: Object.keys(MAPPING) }), createWriteStream(path));
}
