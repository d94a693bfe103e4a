import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { DuplicateFacts, DuplicatePair, DuplicateRun, Lead, LeadDuplicate } from '@leadstream/contracts';
import { uuidV7 } from '@leadstream/kernel';
import { eventually } from '@leadstream/testing';
import { ADMIN, allPairs, captureTwo, runThrough, stateFacts, TIANA, TIANA_AGAIN } from '../../test/duplicates.js';
import { inspect } from '../../test/inspect.js';
import { type LeadApp, startLeadApp } from '../../test/lead-app.js';
import { merge, read, undo } from '../../test/merges.js';
import { ifMatch, type Problem, type TenantClient } from '../../test/tenant-client.js';
import { TAKE } from './keys/backlog.repository.js';

let app: LeadApp;
beforeAll(async () => {
  app = await startLeadApp();
});
afterAll(() => app.stop());

interface Page<T> {
  readonly items: T[];
}

const duplicatesOf = async (tenant: TenantClient, { id }: Pick<Lead, 'id'>, query = ''): Promise<LeadDuplicate[]> =>
  (await tenant.get<Page<LeadDuplicate>>(`/v1/leads/${id}/duplicates${query}`)).body.items;
const dismiss = (tenant: TenantClient, { id }: Pick<DuplicatePair, 'id'>, reason = 'Mother and daughter') =>
  tenant.post<DuplicatePair & Problem>(`/v1/duplicates/${id}/dismiss`, { reason });
const onlyPair = async (tenant: TenantClient, query = ''): Promise<DuplicatePair> => {
  const pairs = await allPairs(tenant, query);
  expect(pairs).toHaveLength(1);
  return pairs[0] as DuplicatePair;
};
const putFacts = <T>(tenant: TenantClient, items: object[]) =>
  tenant.send<T>('PUT', '/v1/duplicates/facts', { body: JSON.stringify({ items }), headers: { 'content-type': 'application/json' } });
const toldOf = (type: string, { tenantId }: TenantClient) => app.published.ofType(type).filter(({ key }) => key.startsWith(tenantId));

describe('the duplicates of one lead', () => {
  it('are found as soon as they are captured, with what speaks for them', async () => {
    const tenant = app.as();
    const [first, second] = await captureTwo(tenant);
    const [found, ...more] = await duplicatesOf(tenant, first);
    expect([found?.leadId, found?.pair, more]).toEqual([second.id, null, []]);
    expect(found?.score01).toBeGreaterThanOrEqual(0.9);
    const weights = new Map(found?.explanation.map(({ field, weight }) => [field, weight]));
    // Against a family, which shares name and home as well.
    expect(found?.against).toBe('family');
    for (const field of ['firstName', 'email']) expect(weights.get(field)).toBeGreaterThan(0);
    expect(weights.get('prior')).toBeLessThan(0);
    expect(await duplicatesOf(tenant, second)).toMatchObject([{ leadId: first.id, score01: found?.score01 }]);
  });

  it('follow changes, deletion and restoring', async () => {
    const tenant = app.as();
    const [first, second] = await captureTwo(tenant);
    const somebodyElse = {
      firstName: 'Marvin',
      lastName: 'Okonkwo',
      email: 'marvin@else.example',
      address: { street: '7 Elm Row', city: 'Perth' },
    };
    await tenant.patch(`/v1/leads/${second.id}`, 1, { ...somebodyElse, address: { ...somebodyElse.address, postalCode: '6000' } });
    expect(await duplicatesOf(tenant, first)).toEqual([]);
    await tenant.patch(`/v1/leads/${second.id}`, 2, TIANA_AGAIN);
    expect(await duplicatesOf(tenant, first)).toMatchObject([{ leadId: second.id }]);
    await tenant.delete(`/v1/leads/${second.id}`, ifMatch(3));
    expect(await duplicatesOf(tenant, first)).toEqual([]);
    expect((await tenant.get<Problem>(`/v1/leads/${second.id}/duplicates`)).body.code).toBe('LEAD.NOT_FOUND');
    const keys = () =>
      inspect(app.database, 'SELECT FROM duplicate_key WHERE tenant_id = $1 AND lead_id = $2', [tenant.tenantId, second.id]);
    expect(await keys()).toEqual([]);
    await tenant.send('POST', `/v1/leads/${second.id}/restore`);
    expect(await duplicatesOf(tenant, first)).toMatchObject([{ leadId: second.id }]);
    await inspect(app.database, 'DELETE FROM lead_audit WHERE tenant_id = $1', [tenant.tenantId]);
    await inspect(app.database, 'DELETE FROM lead WHERE tenant_id = $1 AND lead_id = $2', [tenant.tenantId, second.id]);
    expect(await keys()).toEqual([]);
  });

  it.each(['never analysed', 'analysed'])(
    'have their keys made batch by batch without reading all that is noted, in a table %s',
    async (state) => {
      const tenantId = uuidV7.next();
      const noted = `INSERT INTO duplicate_backlog (tenant_id, lead_id, version) SELECT $1, gen_random_uuid(), 1 FROM generate_series(1, 20000)`;
      await inspect(app.database, noted, [tenantId]);
      if (state === 'analysed') await inspect(app.database, 'ANALYZE duplicate_backlog');
      const plan = await inspect<{ 'QUERY PLAN': string }>(app.database, `EXPLAIN (COSTS OFF) ${TAKE.text}`, [tenantId, 500]);
      await inspect(app.database, 'DELETE FROM duplicate_backlog WHERE tenant_id = $1', [tenantId]);
      const lines = plan.map((row) => row['QUERY PLAN']).join('\n');
      expect(lines).toContain('Tid Scan on duplicate_backlog');
      expect(lines).not.toMatch(/Seq Scan|Hash|Merge/);
    },
  );

  it('are none of another tenant, and cannot be asked for by one', async () => {
    const [tenant, stranger] = [app.as(), app.as()];
    const { body: mine } = await tenant.post<Lead>('/v1/leads', TIANA);
    const { body: theirs } = await stranger.post<Lead>('/v1/leads', TIANA_AGAIN);
    expect([await duplicatesOf(tenant, mine, '?minScore=0'), await duplicatesOf(stranger, theirs, '?minScore=0')]).toEqual([[], []]);
    expect((await runThrough(tenant)).counts.found).toBe(0);
    expect((await stranger.get<Problem>(`/v1/leads/${mine.id}/duplicates`)).body.code).toBe('LEAD.NOT_FOUND');
  });

  it.each(['minScore=1.1', 'minScore=-0.1', 'minScore=high', 'limit=0', 'limit=101', 'colour=red'])('are refused for %s', async (query) => {
    const tenant = app.as();
    const { body } = await tenant.post<Lead>('/v1/leads', TIANA);
    expect((await tenant.get(`/v1/leads/${body.id}/duplicates?${query}`)).status).toBe(422);
  });
});

describe('a pair', () => {
  it('that was dismissed stays so until one of the two changes in what is compared; each dismissal is told', async () => {
    const tenant = app.as();
    const [first] = await captureTwo(tenant);
    await runThrough(tenant);
    const pair = await onlyPair(tenant);
    expect((await dismiss(tenant, pair)).body).toMatchObject({ id: pair.id, state: 'dismissed', reason: 'Mother and daughter' });
    expect(await dismiss(tenant, pair)).toMatchObject({ status: 409, body: { code: 'LEAD.DUPLICATE_STATE', currentState: 'dismissed' } });
    expect(await allPairs(tenant)).toEqual([]);
    expect(await duplicatesOf(tenant, first)).toMatchObject([{ pair: { id: pair.id, state: 'dismissed' } }]);

    await tenant.patch(`/v1/leads/${first.id}`, 1, { jobTitle: 'Analyst' });
    expect((await runThrough(tenant)).counts).toMatchObject({ found: 1, opened: 0 });
    expect([await allPairs(tenant), (await onlyPair(tenant, '&state=dismissed')).id]).toEqual([[], pair.id]);

    await tenant.patch(`/v1/leads/${first.id}`, 2, { company: 'Acme' });
    expect((await runThrough(tenant)).counts).toMatchObject({ found: 1, opened: 1 });
    expect(await onlyPair(tenant)).toMatchObject({ id: pair.id, state: 'open', reason: null });
    expect((await dismiss(tenant, pair, 'Two sisters')).status).toBe(200);
    await eventually(() => {
      const told = toldOf('duplicate.dismissed', tenant);
      const actor = `member:${tenant.actor.id}`;
      expect(told).toMatchObject([
        { headers: { ce_sequence: '1', ce_actor: actor }, data: { pairId: pair.id, leftLeadId: pair.leftId, rightLeadId: pair.rightId } },
        { headers: { ce_sequence: '2', ce_actor: actor }, data: { pairId: pair.id } },
      ]);
      expect(JSON.stringify(told.map(({ data }) => data))).not.toMatch(/daughter|sisters/);
    });
  });

  it('is merged with its leads, and opens again when the merge is undone', async () => {
    const tenant = app.as();
    const [first, second] = await captureTwo(tenant);
    await runThrough(tenant);
    const pair = await onlyPair(tenant);
    const { body: made } = await merge(tenant, first, second);
    expect([await allPairs(tenant), (await onlyPair(tenant, '&state=merged')).id]).toEqual([[], pair.id]);
    expect(await dismiss(tenant, pair)).toMatchObject({ status: 409, body: { currentState: 'merged' } });
    expect(await duplicatesOf(tenant, first)).toEqual([]);
    expect((await runThrough(tenant)).counts).toMatchObject({ found: 0, opened: 0 });
    await undo(tenant, made);
    expect(await onlyPair(tenant)).toMatchObject({ id: pair.id, state: 'open' });
  });

  it('is not shown while one of its leads is deleted, and goes when it is found no more', async () => {
    const tenant = app.as();
    const [first, second] = await captureTwo(tenant);
    await runThrough(tenant);
    const pair = await onlyPair(tenant);
    await tenant.delete(`/v1/leads/${second.id}`, ifMatch(1));
    expect(await allPairs(tenant)).toEqual([]);
    await tenant.send('POST', `/v1/leads/${second.id}/restore`);
    expect((await onlyPair(tenant)).id).toBe(pair.id);
    const { version } = await read(tenant, first);
    await tenant.patch(`/v1/leads/${first.id}`, version, { firstName: 'Marvin', lastName: 'Okonkwo', email: 'marvin@else.example' });
    expect((await runThrough(tenant)).counts.found).toBe(0);
    expect(await allPairs(tenant)).toEqual([]);
  });

  it('of another tenant is not there, and foreign cursors and words are refused', async () => {
    const [tenant, stranger] = [app.as(), app.as()];
    await captureTwo(tenant);
    await runThrough(tenant);
    const pair = await onlyPair(tenant);
    expect(await allPairs(stranger)).toEqual([]);
    expect(await dismiss(stranger, pair)).toMatchObject({ status: 404, body: { code: 'LEAD.DUPLICATE_NOT_FOUND' } });
    expect((await tenant.get('/v1/duplicates?cursor=bm90aGluZw')).status).toBe(400);
    for (const query of ['minScore=2', 'state=lost', 'limit=1001']) expect((await tenant.get(`/v1/duplicates?${query}`)).status).toBe(422);
    for (const reason of ['', ' ', 'x'.repeat(501)]) expect((await dismiss(tenant, pair, reason)).status).toBe(422);
    expect((await onlyPair(tenant)).state).toBe('open');
  });
});

describe('the facts of a tenant', () => {
  it('count once they are stated, also of leads that are there, and are told', async () => {
    const tenant = app.as(undefined, ADMIN);
    await stateFacts(tenant);
    const { body: stated } = await tenant.get<DuplicateFacts>('/v1/duplicates/facts');
    expect(stated.items.map(({ field, kind }) => `${field} ${kind}`).sort()).toEqual(['birthDate date', 'insuranceNumber identifier']);
    await putFacts(tenant, []);
    const born = { birthDate: '19720812', insuranceNumber: '4711815' };
    const { body: first } = await tenant.post<Lead>('/v1/leads', { externalId: 'a', lastName: 'Luchetti', customFields: born });
    const { body: second } = await tenant.post<Lead>('/v1/leads', { externalId: 'b', firstName: 'Tiana', customFields: born });
    expect(await duplicatesOf(tenant, first, '?minScore=0')).toEqual([]);
    await putFacts(tenant, stated.items);
    await putFacts(tenant, stated.items.toReversed());
    const [found] = await duplicatesOf(tenant, first);
    expect([found?.leadId, found?.explanation.map(({ field }) => field).sort()]).toEqual([
      second.id,
      ['attributes.birthDate', 'attributes.insuranceNumber', 'prior'],
    ]);
    await eventually(() => {
      const facts = stated.items.map(({ field: key, kind }) => ({ key, kind }));
      const told = toldOf('duplicate-facts.changed', tenant);
      expect(told.map(({ key, headers }) => `${key} ${headers['ce_sequence']}`)).toEqual(
        [1, 2, 3].map((version) => `${tenant.tenantId}:${tenant.tenantId} ${version}`),
      );
      expect(told.map(({ data }) => data)).toMatchObject([{ facts }, { facts: [] }, { version: 3, facts }]);
    });
  });

  it('are fields that can tell people apart, each once', async () => {
    const tenant = app.as(undefined, ADMIN);
    await tenant.post('/v1/custom-fields', { key: 'born', label: 'Born', type: 'date' });
    const codes = async (...items: object[]) =>
      (await putFacts<Problem>(tenant, items)).body.errors?.map(({ path, code }) => `${path} ${code}`);
    const born = { field: 'born', kind: 'date' };
    expect(await codes({ field: 'colour', kind: 'date' })).toEqual(['items.0.field field.unknown']);
    expect(await codes(born, { field: 'born', kind: 'identifier' })).toEqual(['items.1.field field.type']);
    expect(await codes(born, born)).toEqual(['items.1.field field.repeated']);
    expect((await putFacts(app.as(), [])).status).toBe(403);
  });
});

describe('a run', () => {
  it('of a tenant is one at a time, can be cancelled once, is told, and is nobody else’s', async () => {
    const halted = await startLeadApp({ ROLE: 'api' });
    try {
      const [tenant, stranger] = [halted.as(), halted.as()];
      const start = () => tenant.post<DuplicateRun & Problem>('/v1/duplicates/runs', {});
      const answers = await Promise.all([start(), start(), start()]);
      const started = answers.find(({ status }) => status === 202);
      expect(answers.map(({ status }) => status).sort()).toEqual([202, 409, 409]);
      expect(started?.headers.get('location')).toBe(`/v1/duplicates/runs/${started?.body.id}`);
      for (const { body } of answers.filter(({ status }) => status === 409)) {
        expect(body).toMatchObject({ code: 'LEAD.DUPLICATE_RUN_ACTIVE', runId: started?.body.id });
      }
      const path = `/v1/duplicates/runs/${started?.body.id}`;
      expect((await stranger.get<Problem>(path)).body.code).toBe('LEAD.DUPLICATE_RUN_NOT_FOUND');
      expect((await stranger.send<Problem>('POST', `${path}/cancel`)).body.code).toBe('LEAD.DUPLICATE_RUN_NOT_FOUND');
      expect(await tenant.send('POST', `${path}/cancel`)).toMatchObject({ status: 200, body: { status: 'cancelled' } });
      expect(await tenant.send('POST', `${path}/cancel`)).toMatchObject({
        status: 409,
        body: { code: 'LEAD.DUPLICATE_RUN_STATUS', currentStatus: 'cancelled' },
      });
      const events = `SELECT headers->>'ce_type' AS type, headers->>'ce_sequence' AS sequence, payload::jsonb->>'status' AS status
                      FROM outbox WHERE tenant_id = $1 ORDER BY id`;
      expect(await inspect(halted.database, events, [tenant.tenantId])).toEqual([
        { type: 'duplicate-run.started', sequence: '1', status: null },
        { type: 'duplicate-run.ended', sequence: '3', status: 'cancelled' },
      ]);
      expect((await start()).status).toBe(202);
      expect((await stranger.post('/v1/duplicates/runs', {})).status).toBe(202);
    } finally {
      await halted.stop();
    }
  });

  it.each([{ minScore: 1.1 }, { minScore: -1 }, { minScore: '0.9' }, { colour: 'red' }])('is refused for %j', async (body) => {
    expect((await app.as().post('/v1/duplicates/runs', body)).status).toBe(422);
  });

  it('that never was is not found', async () => {
    expect((await app.as().get<Problem>(`/v1/duplicates/runs/${uuidV7.next()}`)).body.code).toBe('LEAD.DUPLICATE_RUN_NOT_FOUND');
  });
});
