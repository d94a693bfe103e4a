import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Lead, LeadBatchResult } from '@leadstream/contracts';
import { type LeadApp, startLeadApp } from '../../test/lead-app.js';
import { ifMatch, type Problem, type TenantClient } from '../../test/tenant-client.js';
import { SelectionService } from './selection.service.js';

interface Page {
  readonly items: readonly Lead[];
  readonly nextCursor: string | null;
}

const LONGEST_TEXT = 'ÿ"'.repeat(250);

let app: LeadApp;
beforeAll(async () => {
  app = await startLeadApp();
});
afterAll(() => app.stop());

const admin = (): TenantClient => app.as(undefined, ['leads:read', 'leads:write', 'tenant:write']);
const search = <T = Page>(tenant: TenantClient, body: object) => tenant.post<T>('/v1/leads/search', body);
const idsOf = ({ items }: Page) => items.map(({ externalId }) => externalId);

/** Leads `a`, `b` and so on, one a value; null has none. */
async function withPoints(tenant: TenantClient, points: readonly (number | null)[]): Promise<void> {
  for (const body of [
    { key: 'points', label: 'Points', type: 'number', indexed: true },
    { key: 'note', label: 'Note', type: 'text', indexed: true, options: { maxLength: 500 } },
    { key: 'slow', label: 'Slow', type: 'text' },
  ]) {
    expect((await tenant.post('/v1/custom-fields', body)).status).toBe(201);
  }
  const items = points.map((value, index) => ({
    op: 'create',
    lead: { externalId: String.fromCharCode(97 + index), customFields: { points: value, note: LONGEST_TEXT } },
  }));
  const { body } = await tenant.post<{ items: LeadBatchResult[] }>('/v1/leads/batch', { items });
  expect(new Set(body.items.map(({ status }) => status))).toEqual(new Set(['created']));
}

async function pages(tenant: TenantClient, body: object): Promise<(string | null)[]> {
  const found: (string | null)[] = [];
  for (let cursor: string | null | undefined; cursor !== null;) {
    const page = await search(tenant, { ...body, ...(cursor !== undefined && { cursor }) });
    expect(page.status).toBe(200);
    found.push(...idsOf(page.body));
    cursor = page.body.nextCursor;
  }
  return found;
}

describe('POST /v1/leads/search', () => {
  it('finds live leads of the tenant by core and custom fields, with all they have', async () => {
    const tenant = admin();
    await withPoints(tenant, [5, 10, null]);
    const { body: gone } = await tenant.post<Lead>('/v1/leads', { externalId: 'gone', customFields: { points: 9 } });
    await tenant.delete(`/v1/leads/${gone.id}`, ifMatch(1));
    const filter = { and: [{ field: 'customFields.points', operator: 'gt', value: 5 }, { not: { field: 'externalId', operator: 'eq', value: 'a' } }] }; // prettier-ignore
    const { status, body } = await search(tenant, { filter });
    expect([status, idsOf(body), body.nextCursor]).toEqual([200, ['b'], null]);
    expect(body.items[0]).toEqual((await tenant.get<Lead>(`/v1/leads/${body.items[0]?.id}`)).body);
    expect((await search(tenant, {})).body.items).toHaveLength(3);
    expect((await search(admin(), {})).body.items).toEqual([]);
  });

  it.each([
    ['customFields.points', ['c', 'a', 'f', 'd', 'b', 'e']],
    ['-customFields.points', ['d', 'f', 'a', 'c', 'e', 'b']],
    ['id', ['a', 'b', 'c', 'd', 'e', 'f']],
    ['-id', ['f', 'e', 'd', 'c', 'b', 'a']],
  ])('walks through %s part by part, whatever the size of the parts', async (sort, expected) => {
    const tenant = admin();
    await withPoints(tenant, [5, null, -1, 10, null, 5]);
    for (const limit of [1, 2, 5, 6, 100]) expect(await pages(tenant, { sort, limit })).toEqual(expected);
  });

  it('walks through last names, those without one last', async () => {
    const tenant = admin();
    for (const [externalId, lastName] of Object.entries({ a: 'Zola', b: null, c: 'ábel', d: 'Muller', e: 'Müller', f: null }))
      await tenant.post('/v1/leads', { externalId, ...(lastName && { lastName }) });
    const filter = { field: 'externalId', operator: 'ne', value: 'd' };
    for (const limit of [1, 2, 4, 100]) {
      expect(await pages(tenant, { sort: 'lastName', limit })).toEqual(['c', 'd', 'e', 'a', 'b', 'f']);
      expect(await pages(tenant, { sort: '-lastName', limit, filter })).toEqual(['a', 'e', 'c', 'f', 'b']);
    }
  });

  it('walks through the longest texts', async () => {
    const tenant = admin();
    await withPoints(tenant, [1, 2, 3]);
    expect(await pages(tenant, { sort: 'customFields.note', limit: 1 })).toEqual(['a', 'b', 'c']);
  });

  it('walks through leads of one instant, newest and oldest first', async () => {
    const tenant = admin();
    await withPoints(tenant, [1, 2, 3, 4, 5]);
    const forwards = await pages(tenant, { sort: 'createdAt', limit: 2 });
    expect(forwards).toEqual(['a', 'b', 'c', 'd', 'e']);
    expect(await pages(tenant, { limit: 2 })).toEqual(forwards.toReversed());
    expect((await pages(tenant, { sort: '-capturedAt', limit: 3 })).toSorted()).toEqual(forwards);
  });

  it('names what it cannot answer by its path', async () => {
    const tenant = admin();
    await withPoints(tenant, [1, 2]);
    const refused = async (body: object) => {
      const answer = await search<Problem>(tenant, body);
      return [answer.status, answer.body.code, answer.body.errors?.map(({ path, code }) => `${path} ${code}`)];
    };
    const points = { field: 'customFields.points', operator: 'eq', value: 1 };
    const deep = (levels: number): object => (levels === 0 ? points : { not: deep(levels - 1) });
    expect(
      await refused({
        filter: {
          and: [
            points,
            {
              or: [
                { ...points, value: 'many' },
                { ...points, operator: 'contains' },
              ],
            },
          ],
        },
        sort: 'company',
      }),
    ).toEqual([
      422,
      'LEAD.SEARCH_INVALID',
      ['filter.and.1.or.0.value number.invalid', 'filter.and.1.or.1.operator filter.operator_unsuited', 'sort sort.unsuited'],
    ]);
    expect(await refused({ filter: 'all' })).toEqual([422, 'LEAD.SEARCH_INVALID', ['filter filter.malformed']]);
    expect(await refused({ filter: deep(9) })).toEqual([422, 'LEAD.SEARCH_INVALID', [expect.stringContaining('filter.too_deep')]]);
    expect(await refused({ sort: 'customFields.slow' })).toEqual([422, 'LEAD.SEARCH_INVALID', ['sort sort.unsuited']]);
    expect(await refused({ sort: 'customFields.none' })).toEqual([422, 'LEAD.SEARCH_INVALID', ['sort sort.field_unknown']]);
    const { body: page } = await search(tenant, { limit: 1 });
    expect((await refused({ cursor: page.nextCursor, sort: 'id' }))[1]).toBe('HTTP.BAD_CURSOR');
    const forged = Buffer.from(JSON.stringify({ sort: 'customFields.points', at: 'a\u0000', id: page.items[0]?.id })).toString('base64url');
    expect((await refused({ cursor: forged, sort: 'customFields.points' }))[1]).toBe('HTTP.BAD_CURSOR');
    expect((await app.as(undefined, ['leads:write']).post('/v1/leads/search', {})).status).toBe(403);
  });
});

describe('a selection', () => {
  it('gives every lead of a filter once, batch by batch', async () => {
    const tenant = admin();
    await withPoints(tenant, [5, null, -1, 10, null, 5]);
    const stated = { filter: { field: 'customFields.points', operator: 'is-not-empty' }, sort: 'customFields.points' };
    const batches: (string | null)[][] = [];
    const selections = app.service.app.get(SelectionService);
    for await (const { leads, customFields } of selections.select(tenant.tenantId, stated, 2)) {
      expect(customFields.map(({ key }) => key)).toEqual(['points', 'note', 'slow']);
      batches.push(leads.map(({ externalId }) => externalId));
    }
    expect(batches).toEqual([['c', 'a'], ['f', 'd']]); // prettier-ignore
  });
});
