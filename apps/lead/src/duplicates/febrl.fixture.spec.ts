import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { CandidateAttribute, DuplicateCandidate } from './duplicate-candidate.js';

const file = join(process.env['SHARED_DATA'] ?? '../shared/data', '17_dedupe_febrl/dataset1.csv');

export const FEBRL_IS_GIVEN = existsSync(file);

/** Records of dataset1 of FEBRL (P. Christen, 2008): 500 people, each with one duplicate that has slips, swaps and gaps. */
export function febrlCandidates(): DuplicateCandidate[] {
  const [, ...rows] = readFileSync(file, 'utf8').trim().split(/\r?\n/);
  return rows.map((row) => {
    const cells = row.split(',').map((cell) => cell.trim() || null);
    const [id = '', firstName = null, lastName = null, streetNumber = null, street = null, unit = null, city = null] = cells;
    const [postalCode = null, region = null, birthDate = null, insurance = null] = cells.slice(7);
    const address = { streetNumber, street, unit, city, postalCode, region, country: null };
    const attributes = { ...fact('birthDate', 'date', birthDate), ...fact('insuranceNumber', 'identifier', insurance) };
    return { id: id ?? '', firstName, lastName, email: null, phone: null, company: null, address, attributes };
  });
}

function fact(name: string, kind: CandidateAttribute['kind'], value: string | null): Record<string, CandidateAttribute> {
  return value === null ? {} : { [name]: { kind, value } };
}

/** `rec-12-org` and `rec-12-dup-0` are of person 12. */
export function personOf(id: string): string {
  return id.split('-')[1] ?? '';
}
