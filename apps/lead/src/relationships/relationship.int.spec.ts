import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Relationship, RelationshipType } from '@leadstream/contracts';
import { eventually } from '@leadstream/testing';
import { type LeadApp, startLeadApp } from '../../test/lead-app.js';
import { people, relate, relationsOf } from '../../test/relationships.js';
import { ifMatch, type Problem, type TenantClient } from '../../test/tenant-client.js';

let app: LeadApp;
beforeAll(async () => {
  app = await startLeadApp();
});
afterAll(() => app.stop());

const NOBODY = '01920000-0000-7000-8000-000000000001';
const admin = (): TenantClient => app.as(undefined, ['leads:read', 'leads:write', 'tenant:write']);

describe('a relationship', () => {
  it('is stated once and read from both ends', async () => {
    const tenant = app.as();
    const known = await people(tenant, ['A', 'B', 'C']);
    const { status, headers, body } = await relate(tenant, known.A, 'referred', known.B);
    expect([status, headers.get('location')]).toEqual([201, `/v1/leads/${known.A.id}/relationships/${body.id}`]);
    expect(await tenant.get(headers.get('location') ?? '')).toMatchObject({ status: 200, body });
    const seen = await tenant.get<Relationship>(`/v1/leads/${known.B.id}/relationships/${body.id}`);
    expect(seen).toMatchObject({ status: 200, body: { id: body.id, type: 'referred-by', inverse: 'referred', leadId: known.A.id } });
    const unseen = { status: 404, body: { code: 'LEAD.RELATIONSHIP_NOT_FOUND' } };
    expect(await tenant.get(`/v1/leads/${known.C.id}/relationships/${body.id}`)).toMatchObject(unseen);
    expect(body).toMatchObject({ type: 'referred', inverse: 'referred-by', leadId: known.B.id, actor: tenant.actor });
    await relate(tenant, known.A, 'spouse', known.C);
    expect((await relate(tenant, known.C, 'child', known.B)).body).toMatchObject({ type: 'child', inverse: 'parent' });
    expect(await relationsOf(tenant, known.A, known)).toEqual(['referred B', 'spouse C']);
    expect(await relationsOf(tenant, known.B, known)).toEqual(['parent C', 'referred-by A']);
    expect(await relationsOf(tenant, known.C, known)).toEqual(['child B', 'spouse A']);
    expect(await relationsOf(tenant, known.C, known, 'types=parent')).toEqual(['child B']);
  });

  it('is told when it is stated and when it is taken back, by either end', async () => {
    const tenant = app.as();
    const known = await people(tenant, ['A', 'B']);
    const { body } = await relate(tenant, known.A, 'referred-by', known.B);
    expect((await tenant.delete(`/v1/leads/${known.B.id}/relationships/${body.id}`)).status).toBe(204);
    expect(await relationsOf(tenant, known.A, known)).toEqual([]);
    expect(await tenant.delete<Problem>(`/v1/leads/${known.A.id}/relationships/${body.id}`)).toMatchObject({
      status: 404,
      body: { code: 'LEAD.RELATIONSHIP_NOT_FOUND' },
    });
    await eventually(() => {
      const told = ['relationship.added', 'relationship.removed'].flatMap((type) =>
        app.published.ofType(type).filter(({ key }) => key === `${tenant.tenantId}:${body.id}`),
      );
      expect(told.map(({ headers }) => [headers['ce_type'], headers['ce_sequence']])).toEqual([
        ['relationship.added', '1'],
        ['relationship.removed', '2'],
      ]);
      expect(told.map(({ data }) => data)).toEqual(
        told.map(() => expect.objectContaining({ type: 'referred', inverse: 'referred-by', fromLeadId: known.B.id, toLeadId: known.A.id })),
      );
    });
  });

  it('is there once, whichever end says it, and however many say it at once', async () => {
    const tenant = app.as();
    const known = await people(tenant, ['A', 'B']);
    const answers = await Promise.all([
      ...Array.from({ length: 4 }, () => relate(tenant, known.A, 'colleague', known.B)),
      ...Array.from({ length: 4 }, () => relate(tenant, known.B, 'colleague', known.A)),
    ]);
    const made = answers.filter(({ status }) => status === 201);
    expect(made).toHaveLength(1);
    expect(answers.filter(({ status }) => status === 409).map(({ body }) => [body.code, body['existingId']])).toEqual(
      Array.from({ length: 7 }, () => ['LEAD.RELATIONSHIP_EXISTS', made[0]?.body.id]),
    );
    expect((await relate(tenant, known.A, 'parent', known.B)).status).toBe(201);
    expect((await relate(tenant, known.B, 'child', known.A)).body.code).toBe('LEAD.RELATIONSHIP_EXISTS');
    expect((await relate(tenant, known.B, 'parent', known.A)).status).toBe(201);
  });

  it('is refused to itself, to nobody, to the lead of another tenant, and as an unknown kind', async () => {
    const tenant = app.as();
    const [known, others] = [await people(tenant, ['A', 'B']), await people(app.as(), ['A'])];
    const refused = async (type: string, other: { id: string }) => {
      const { status, body } = await relate(tenant, known.A, type, other);
      return [status, body.code];
    };
    expect(await refused('spouse', known.A)).toEqual([422, 'LEAD.RELATIONSHIP_TO_ITSELF']);
    expect(await refused('spouse', { id: NOBODY })).toEqual([404, 'LEAD.NOT_FOUND']);
    expect(await refused('spouse', others.A)).toEqual([404, 'LEAD.NOT_FOUND']);
    expect(await refused('enemy', known.B)).toEqual([422, 'LEAD.RELATIONSHIP_TYPE_UNKNOWN']);
    expect((await relate(tenant, others.A, 'spouse', known.A)).body.code).toBe('LEAD.NOT_FOUND');
    expect((await tenant.get<Problem>(`/v1/leads/${known.A.id}/relationships?types=spouse,enemy`)).body.code).toBe(
      'LEAD.RELATIONSHIP_TYPE_UNKNOWN',
    );
    const { body: real } = await relate(tenant, known.A, 'spouse', known.B);
    expect((await app.as().delete<Problem>(`/v1/leads/${known.A.id}/relationships/${real.id}`)).body.code).toBe('LEAD.NOT_FOUND');
  });

  it('disappears with a deleted lead and comes back with it', async () => {
    const tenant = app.as();
    const known = await people(tenant, ['A', 'B', 'C']);
    const { body: spouse } = await relate(tenant, known.A, 'spouse', known.B);
    await relate(tenant, known.A, 'parent', known.C);
    await tenant.delete(`/v1/leads/${known.B.id}`, ifMatch(1));
    expect((await tenant.get(`/v1/leads/${known.A.id}/relationships/${spouse.id}`)).status).toBe(404);
    expect(await relationsOf(tenant, known.A, known)).toEqual(['parent C']);
    expect((await relate(tenant, known.A, 'colleague', known.B)).body.code).toBe('LEAD.NOT_FOUND');
    await tenant.post(`/v1/leads/${known.B.id}/restore`, {});
    expect(await relationsOf(tenant, known.A, known)).toEqual(['parent C', 'spouse B']);
    expect((await relate(tenant, known.B, 'spouse', known.A)).body.code).toBe('LEAD.RELATIONSHIP_EXISTS');
  });

  it('is listed page by page, latest first', async () => {
    const tenant = app.as();
    const known = await people(tenant, ['A', 'B', 'C', 'D']);
    const ids: string[] = [];
    for (const [type, other] of [
      ['spouse', known.B],
      ['referred-by', known.C],
      ['colleague', known.D],
    ] as const)
      ids.push((await relate(tenant, known.A, type, other)).body.id);
    const seen: string[] = [];
    for (let cursor: string | null = ''; cursor !== null;) {
      const path: string = `/v1/leads/${known.A.id}/relationships?limit=2${cursor && `&cursor=${cursor}`}`;
      const { body }: { body: { items: Relationship[]; nextCursor: string | null } } = await tenant.get(path);
      seen.push(...body.items.map(({ id }) => id));
      cursor = body.nextCursor;
    }
    expect(seen).toEqual(ids.toReversed());
  });
});

describe('kinds of relationships', () => {
  it('are those that everybody has and those that a tenant adds, which are told', async () => {
    const tenant = admin();
    const known = await people(tenant, ['A', 'B']);
    const mentor = { name: 'mentor', inverse: 'protege', influence: 'from' };
    const { status, headers, body } = await tenant.post<RelationshipType>('/v1/relationship-types', mentor);
    expect([status, headers.get('location'), body]).toEqual([201, '/v1/relationship-types/mentor', { ...mentor, isDefault: false }]);
    expect(await tenant.get('/v1/relationship-types/mentor')).toMatchObject({ status: 200, body });
    expect(await tenant.get('/v1/relationship-types/protege')).toMatchObject({
      status: 404,
      body: { code: 'LEAD.RELATIONSHIP_TYPE_NOT_FOUND' },
    });
    const { body: types } = await tenant.get<{ items: RelationshipType[] }>('/v1/relationship-types');
    expect(types.items.map(({ name }) => name)).toEqual([
      ...['referred', 'decision-maker-for', 'employer', 'parent', 'spouse', 'relative', 'colleague', 'works-with', 'mentor'],
    ]);
    await relate(tenant, known.A, 'protege', known.B);
    expect(await relationsOf(tenant, known.B, known)).toEqual(['mentor A']);
    const other = admin();
    const strangers = await people(other, ['A', 'B']);
    expect((await relate(other, strangers.A, 'mentor', strangers.B)).body.code).toBe('LEAD.RELATIONSHIP_TYPE_UNKNOWN');
    const remove = async (name: string) => {
      const answer = await tenant.delete<Problem>(`/v1/relationship-types/${name}`);
      return answer.body.code ?? answer.status;
    };
    expect(await remove('mentor')).toBe('LEAD.RELATIONSHIP_TYPE_USED');
    const { body: list } = await tenant.get<{ items: Relationship[] }>(`/v1/leads/${known.A.id}/relationships`);
    await tenant.delete(`/v1/leads/${known.A.id}/relationships/${list.items[0]?.id}`);
    expect(await remove('mentor')).toBe(204);
    expect(await remove('mentor')).toBe('LEAD.RELATIONSHIP_TYPE_NOT_FOUND');
    expect(await remove('spouse')).toBe('LEAD.RELATIONSHIP_TYPE_NOT_FOUND');
    await tenant.post('/v1/relationship-types', mentor);
    await eventually(() => {
      const told = app.published.ofType('relationship-type.changed').filter(({ key }) => key.startsWith(tenant.tenantId));
      expect(new Set(told.map(({ headers }) => headers['ce_actor']))).toEqual(new Set([`member:${tenant.actor.id}`]));
      const removed = told.find(({ headers }) => headers['ce_sequence'] === '2');
      expect(removed?.data).toMatchObject({ ...mentor, action: 'deleted' });
      // The one that came back is another one.
      const added = told.filter(({ data }) => (data as { action: string }).action === 'created');
      expect(added.map(({ key, headers }) => [key === removed?.key, headers['ce_sequence']]).toSorted()).toEqual([
        [false, '1'],
        [true, '1'],
      ]);
    });
  });

  it('have words that no other one has, even when two are added at once', async () => {
    const tenant = admin();
    const add = async (name: string, inverse?: string) =>
      (await tenant.post<Problem>('/v1/relationship-types', { name, ...(inverse && { inverse }) })).body.code ?? 'added';
    expect((await Promise.all([add('landlord', 'tenant-of'), add('tenant-of', 'landlord')])).toSorted()).toEqual([
      'LEAD.RELATIONSHIP_TYPE_TAKEN',
      'added',
    ]);
    expect(await add('neighbour')).toBe('added');
    expect(await add('child')).toBe('LEAD.RELATIONSHIP_TYPE_TAKEN');
    expect(await add('Friend')).toBe('HTTP.INVALID_BODY');
    expect((await app.as().post('/v1/relationship-types', { name: 'friend' })).status).toBe(403);
  });
});
