import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Lead, LeadTotal, Tag } from '@leadstream/contracts';
import { uuidV7 } from '@leadstream/kernel';
import { inspect } from '../../test/inspect.js';
import { type LeadApp, startLeadApp } from '../../test/lead-app.js';
import { ifMatch, type Problem, type TenantClient } from '../../test/tenant-client.js';

interface Page {
  readonly items: Lead[];
  readonly nextCursor: string | null;
  readonly total?: LeadTotal;
}

let app: LeadApp;
beforeAll(async () => {
  app = await startLeadApp();
});
afterAll(() => app.stop());

const create = async (tenant: TenantClient, body: object) => (await tenant.post<Lead>('/v1/leads', body)).body;

describe('the list', () => {
  it('is read page by page, each lead once, in every order', async () => {
    const tenant = app.as();
    for (let day = 1; day <= 7; day += 1) await create(tenant, { externalId: `e${day}`, capturedAt: `2026-01-0${8 - day}T00:00:00Z` });
    for (const [sort, expected] of [
      ['-createdAt', 'e7 e6 e5 e4 e3 e2 e1'],
      ['createdAt', 'e1 e2 e3 e4 e5 e6 e7'],
      ['-capturedAt', 'e1 e2 e3 e4 e5 e6 e7'],
      ['capturedAt', 'e7 e6 e5 e4 e3 e2 e1'],
    ] as const) {
      const seen: (string | null)[] = [];
      for (let cursor: string | null = ''; cursor !== null;) {
        const { body }: { body: Page } = await tenant.get<Page>(`/v1/leads?sort=${sort}&limit=3${cursor && `&cursor=${cursor}`}`);
        seen.push(...body.items.map(({ externalId }) => externalId));
        cursor = body.nextCursor;
      }
      expect(seen.join(' ')).toBe(expected);
    }
  });

  it.each(['', '&source=named'])('orders last names as a dictionary does, those without one last%s', async (more) => {
    const tenant = app.as();
    const names = ['Zola', null, 'ångström', 'MacDonald', 'de Vries', 'Müller', 'Muller', null, 'Abel', 'muller', 'Zola'];
    for (const [n, lastName] of names.entries())
      await create(tenant, { externalId: `e${n}`, source: 'named', ...(lastName && { lastName }) });
    const walk = async (sort: string, limit: number) => {
      const seen: string[] = [];
      for (let cursor: string | null = ''; cursor !== null;) {
        const { body }: { body: Page } = await tenant.get<Page>(
          `/v1/leads?sort=${sort}&limit=${limit}${more}${cursor && `&cursor=${cursor}`}`,
        );
        seen.push(...body.items.map(({ lastName, externalId }) => lastName ?? `nobody ${externalId}`));
        cursor = body.nextCursor;
      }
      return seen;
    };
    const named = ['Abel', 'ångström', 'de Vries', 'MacDonald', 'muller', 'Muller', 'Müller', 'Zola', 'Zola'];
    for (const limit of [1, 2, 9, 10, 100]) {
      expect(await walk('lastName', limit)).toEqual([...named, 'nobody e1', 'nobody e7']);
      expect(await walk('-lastName', limit)).toEqual([...named.toReversed(), 'nobody e7', 'nobody e1']);
    }
    const { body: page } = await tenant.get<Page>('/v1/leads?sort=lastName&limit=1');
    expect((await tenant.get<Problem>(`/v1/leads?sort=-lastName&cursor=${page.nextCursor}`)).body.code).toBe('HTTP.BAD_CURSOR');
    expect((await app.as().get<Page>('/v1/leads?sort=lastName')).body.items).toEqual([]);
  });

  it('is narrowed by each filter', async () => {
    const tenant = app.as();
    await create(tenant, { externalId: 'one', source: 'social', capturedAt: '2026-01-01T00:00:00Z' });
    const facts = { ownerId: uuidV7.next(), lifecycleStage: 'opportunity', company: 'Müller & Co', capturedAt: '2026-02-01T00:00:00Z' };
    const middle = await create(tenant, { externalId: 'two', email: 'two@x.com', phone: '+4930901820', ...facts });
    const { body: tag } = await tenant.post<Tag>('/v1/tags', { name: 'vip' });
    await tenant.post('/v1/leads/tags', { leadIds: [middle.id], add: [tag.id] });
    await create(tenant, { externalId: 'three', source: 'social' });
    const { body: moved } = await tenant.post<Lead>(`/v1/leads/${middle.id}/status`, { status: 'qualified' }, ifMatch(2));
    expect(moved.status).toBe('qualified');
    const find = async (query: string) => (await tenant.get<Page>(`/v1/leads?${query}`)).body.items.map(({ externalId }) => externalId);
    expect(await find('status=qualified')).toEqual(['two']);
    expect(await find('source=Social')).toEqual(['three', 'one']);
    expect(await find('email=TWO@x.com')).toEqual(['two']);
    expect(await find('phone=%2B4930901820')).toEqual(['two']);
    expect(await find('phone=+4930901820')).toEqual(['two']);
    expect(await find('externalId=one')).toEqual(['one']);
    expect(await find(`ownerId=${facts.ownerId}`)).toEqual(['two']);
    expect(await find(`tagId=${tag.id}`)).toEqual(['two']);
    expect(await find('lifecycleStage=opportunity')).toEqual(['two']);
    expect(await find(`company=${encodeURIComponent(facts.company.normalize('NFD'))}`)).toEqual(['two']);
    expect(await find('company=muller')).toEqual([]);
    expect(await find('capturedAt.lt=2026-02-01T00:00:00Z')).toEqual(['one']);
    expect(await find('capturedAt.gte=2026-02-01T00:00:00Z&capturedAt.lt=2026-02-02T00:00:00Z')).toEqual(['two']);
    expect(await find(`updatedAt.gte=${moved.updatedAt}`)).toEqual(['two']);
    expect(await find(`updatedAt.lt=${middle.createdAt}`)).toEqual(['one']);
    expect(await find(`createdAt.gte=${middle.createdAt}`)).toEqual(['three', 'two']);
    expect(await find(`createdAt.lt=${middle.createdAt}`)).toEqual(['one']);
    expect(await find('status=new&source=social&limit=1')).toEqual(['three']);
  });

  it('tells how many leads it has when it is asked to, to ten thousand', async () => {
    const tenant = app.as();
    const total = async (query: string) => (await tenant.get<Page>(`/v1/leads?limit=1&source=bulk${query}`)).body.total;
    const fill = (from: number, to: number) =>
      inspect(
        app.database,
        `INSERT INTO lead (tenant_id, lead_id, external_id, source, status_changed_at, captured_at, created_at, updated_at)
         SELECT $1, uuidv7(), 'e' || n, 'bulk', now(), now(), now(), now() FROM generate_series($2::int, $3::int) AS n`,
        [tenant.tenantId, from, to],
      );
    await fill(1, 10_000);
    expect([await total(''), await total('&count=true')]).toEqual([undefined, { count: 10_000, relation: 'exact' }]);
    await fill(10_001, 10_001);
    expect(await total('&count=true')).toEqual({ count: 10_000, relation: 'at-least' });
    expect(await total('&count=true&externalId=e7')).toEqual({ count: 1, relation: 'exact' });
  });

  it('refuses what it does not know', async () => {
    const tenant = app.as();
    const page = await tenant.get<Problem>('/v1/leads?cursor=nonsense');
    expect(page).toMatchObject({ status: 400, body: { code: 'HTTP.BAD_CURSOR' } });
    for (const query of ['limit=0', 'limit=1001', 'status=unheard', 'colour=red', 'sort=email'])
      expect((await tenant.get(`/v1/leads?${query}`)).status).toBe(422);
  });
});
