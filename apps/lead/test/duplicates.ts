import type { CustomField, DuplicatePair, DuplicateRun, Lead, LeadBatchResult } from '@leadstream/contracts';
import { eventually } from '@leadstream/testing';
import type { DuplicateCandidate } from '../src/duplicates/duplicate-candidate.js';
import type { TenantClient } from './tenant-client.js';

/** Scopes of somebody who also decides which fields tell people apart. */
export const ADMIN = ['leads:read', 'leads:write', 'tenant:write'];

/** Custom fields of the facts that FEBRL's records have, said to tell people apart. */
export async function stateFacts(tenant: TenantClient): Promise<void> {
  const facts = [
    { field: 'birthDate', kind: 'date' },
    { field: 'insuranceNumber', kind: 'identifier' },
  ];
  for (const { field } of facts) await tenant.post<CustomField>('/v1/custom-fields', { key: field, label: field, type: 'text' });
  await tenant.send('PUT', '/v1/duplicates/facts', {
    body: JSON.stringify({ items: facts }),
    headers: { 'content-type': 'application/json' },
  });
}

/** What is captured of somebody, under the id that the data have for it. */
export function captureOf({ id, firstName, lastName, email, phone, company, address, attributes }: DuplicateCandidate) {
  const street = [address?.streetNumber, address?.street].filter(Boolean).join(' ') || undefined;
  const { unit, city, postalCode, region } = address ?? {};
  return {
    externalId: id,
    ...said({ firstName, lastName, email, phone, company }),
    address: said({ street, unit, city, postalCode, region }),
    customFields: Object.fromEntries(Object.entries(attributes).map(([name, { value }]) => [name, value])),
  };
}

function said(fields: Readonly<Record<string, string | null | undefined>>): Record<string, string> {
  return Object.fromEntries(Object.entries(fields).filter((entry): entry is [string, string] => typeof entry[1] === 'string'));
}

/** Captures people in batches. @returns their leads' ids by the ids that the data have for them */
export async function capture(tenant: TenantClient, people: readonly DuplicateCandidate[]): Promise<Map<string, string>> {
  const leadIds = new Map<string, string>();
  for (let from = 0; from < people.length; from += 500) {
    const part = people.slice(from, from + 500);
    const items = part.map((one) => ({ op: 'create', lead: captureOf(one) }));
    const { body } = await tenant.post<{ items: LeadBatchResult[] }>('/v1/leads/batch', { items });
    body.items.forEach((result, index) => {
      if (result.status !== 'created') throw new Error(`not captured: ${JSON.stringify(result)}`);
      leadIds.set(part[index]?.id ?? '', result.id);
    });
  }
  return leadIds;
}

export async function startRun(tenant: TenantClient, body: object = {}): Promise<DuplicateRun> {
  return (await tenant.post<DuplicateRun>('/v1/duplicates/runs', body)).body;
}

/** Waits until a run has ended. */
export function runEnded(tenant: TenantClient, { id }: Pick<DuplicateRun, 'id'>): Promise<DuplicateRun> {
  return eventually(
    async () => {
      const { body } = await tenant.get<DuplicateRun>(`/v1/duplicates/runs/${id}`);
      if (body.endedAt === null) throw new Error(`the run is still ${body.status}`);
      return body;
    },
    { withinMs: 60_000 },
  );
}

/** Compares all leads. */
export async function runThrough(tenant: TenantClient, body: object = {}): Promise<DuplicateRun> {
  return runEnded(tenant, await startRun(tenant, body));
}

/** Every pair of a list, page by page. */
export async function allPairs(tenant: TenantClient, query = '', limit = 1_000): Promise<DuplicatePair[]> {
  const pairs: DuplicatePair[] = [];
  let cursor: string | null = '';
  while (cursor !== null) {
    const next: string = cursor === '' ? '' : `&cursor=${cursor}`;
    const { body } = await tenant.get<{ items: DuplicatePair[]; nextCursor: string | null }>(
      `/v1/duplicates?limit=${limit}${query}${next}`,
    );
    pairs.push(...body.items);
    cursor = body.nextCursor;
  }
  return pairs;
}

/** Two leads that are one person beyond doubt: name, home and the end of a telephone number. */
const HOME = { street: '12 Maltby Circuit', city: 'Tullaroop', postalCode: '4011' };
export const TIANA = { firstName: 'Tiana', lastName: 'Luchetti', email: 'tiana.l82@home.example', address: HOME };
export const TIANA_AGAIN = { firstName: 'Tianna', lastName: 'Luchetti', email: 'tiana.l82@work.example', address: HOME };

export async function captureTwo(tenant: TenantClient): Promise<[Lead, Lead]> {
  const first = (await tenant.post<Lead>('/v1/leads', TIANA)).body;
  return [first, (await tenant.post<Lead>('/v1/leads', TIANA_AGAIN)).body];
}
