import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Lead, LeadAuditEntry, LeadMerge, LeadMergePreview } from '@leadstream/contracts';
import { uuidV7 } from '@leadstream/kernel';
import { eventually } from '@leadstream/testing';
import { createForm, FORM_SCOPES, submit } from '../../test/forms.js';
import { importFile, rowsOf } from '../../test/imports.js';
import { inspect } from '../../test/inspect.js';
import { type LeadApp, startLeadApp } from '../../test/lead-app.js';
import { ADA, AUGUSTA, create, eventsOf, merge, mergeBody, read, undo } from '../../test/merges.js';
import { ifMatch, type TenantClient } from '../../test/tenant-client.js';

interface Page<T> {
  readonly items: T[];
  readonly nextCursor: string | null;
}

let app: LeadApp;
beforeAll(async () => {
  app = await startLeadApp();
});
afterAll(() => app.stop());

describe('merging two leads', () => {
  it('does what the preview showed: field by field, from which lead, and why', async () => {
    const tenant = app.as();
    const [survivor, merged] = [await create(tenant, ADA), await create(tenant, AUGUSTA)];
    const stated = { survivorId: survivor.id, mergedId: merged.id, fields: { company: 'merged' } };
    const { status: shown, body: preview } = await tenant.post<LeadMergePreview>('/v1/merges/preview', stated);
    expect([shown, preview.versions]).toEqual([200, { survivor: 1, merged: 1 }]);
    expect(preview.fields.filter(({ rule }) => rule !== 'same')).toEqual([
      { field: 'externalId', survivor: null, merged: 'crm-1', value: 'crm-1', from: 'merged', rule: 'only' },
      { field: 'firstName', survivor: 'Ada', merged: 'Augusta Ada', value: 'Augusta Ada', from: 'merged', rule: 'longest' },
      { field: 'email', survivor: 'ada@x.com', merged: null, value: 'ada@x.com', from: 'survivor', rule: 'only' },
      { field: 'phone', survivor: null, merged: '+4930901820', value: '+4930901820', from: 'merged', rule: 'only' },
      { field: 'company', survivor: 'Acme', merged: null, value: null, from: 'merged', rule: 'chosen' },
    ]);
    expect([await read(tenant, survivor), await read(tenant, merged)]).toEqual([survivor, merged]);

    const { status, headers, body } = await merge(tenant, survivor, merged, stated.fields);
    expect([status, headers.get('location')]).toEqual([201, `/v1/merges/${body.id}`]);
    expect(body.fields).toEqual(preview.fields.map(({ field, from, rule }) => ({ field, from, rule })));
    expect(body.survivor).toEqual({
      ...survivor,
      ...AUGUSTA,
      company: null,
      version: 2,
      updatedAt: body.survivor.updatedAt,
    });
    expect(await read(tenant, survivor)).toEqual(body.survivor);
    const { survivor: _survivor, ...stored } = body;
    expect((await tenant.get<LeadMerge>(`/v1/merges/${body.id}`)).body).toEqual(stored);
    expect((await tenant.get<Page<LeadMerge>>(`/v1/merges?leadId=${merged.id}`)).body).toEqual({ items: [stored], nextCursor: null });
  });

  it('answers for the merged lead with the one it went into, and restores it in no other way', async () => {
    const tenant = app.as();
    const [survivor, merged] = [await create(tenant, ADA), await create(tenant, AUGUSTA)];
    await merge(tenant, survivor, merged);
    const gone = { status: 404, body: { code: 'LEAD.NOT_FOUND', mergedInto: survivor.id } };
    expect(await tenant.get(`/v1/leads/${merged.id}`)).toMatchObject(gone);
    expect(await tenant.patch(`/v1/leads/${merged.id}`, 2, { company: 'x' })).toMatchObject(gone);
    expect(await tenant.delete(`/v1/leads/${merged.id}`, ifMatch(2))).toMatchObject(gone);
    expect(await tenant.send('POST', `/v1/leads/${merged.id}/restore`)).toMatchObject({
      status: 409,
      body: { code: 'LEAD.MERGED', mergedInto: survivor.id },
    });
    expect((await tenant.get<Page<Lead>>('/v1/leads?deleted=true')).body.items).toEqual([]);
    expect((await tenant.get<Page<Lead>>('/v1/leads')).body.items.map(({ id }) => id)).toEqual([survivor.id]);
  });

  it('is told in order under each lead, and stands in its audit', async () => {
    const tenant = app.as();
    const [survivor, merged] = [await create(tenant, ADA), await create(tenant, AUGUSTA)];
    await tenant.post(`/v1/leads/${merged.id}/status`, { status: 'qualified' }, ifMatch(1));
    const { body } = await merge(tenant, survivor, await read(tenant, merged));
    expect(body.survivor).toMatchObject({ status: 'qualified', version: 3 });
    await eventually(() => {
      expect(eventsOf(app, merged.id).at(-1)).toMatchObject({
        type: 'lead.merged',
        sequence: '3',
        data: { survivorId: survivor.id, mergeId: body.id, phone: '+4930901820', status: 'qualified', mergedAt: body.mergedAt },
      });
      expect(eventsOf(app, survivor.id).map(({ type, sequence }) => [type, sequence])).toEqual([
        ['lead.captured', '1'],
        ['lead.updated', '2'],
        ['lead.status-changed', '3'],
      ]);
    });
    expect(eventsOf(app, survivor.id).at(-1)?.data).toMatchObject({ trigger: 'merge', to: 'qualified' });
    const { body: audit } = await tenant.get<Page<LeadAuditEntry>>(`/v1/leads/${merged.id}/audit`);
    expect(audit.items[0]).toMatchObject({
      action: 'merged',
      version: 3,
      actor: tenant.actor,
      changes: [{ field: 'deletedAt' }, { field: 'mergedInto', before: null, after: survivor.id }],
    });
    const { body: past } = await tenant.get<Lead>(`/v1/leads/${merged.id}?asOf=${body.mergedAt}`);
    expect(past).toMatchObject({ id: merged.id, version: 3, deletedAt: body.mergedAt, phone: '+4930901820' });
  });

  it('hands identifiers over, both ways in one statement each', async () => {
    const tenant = app.as();
    const survivor = await create(tenant, { email: 'one@x.com', phone: '+4930901820' });
    const merged = await create(tenant, { email: 'two@x.com', phone: '+4930901821' });
    const { status, body } = await merge(tenant, survivor, merged, { email: 'merged' });
    expect([status, body.survivor.email, body.survivor.phone]).toEqual([201, 'two@x.com', '+4930901820']);
    // What the survivor did not take, or gave up, is known to be its.
    for (const [code, stated] of [
      ['LEAD.DUPLICATE_PHONE', { phone: '+4930901821' }],
      ['LEAD.DUPLICATE_EMAIL', { email: 'one@x.com' }],
    ] as const)
      expect(await tenant.post('/v1/leads', stated)).toMatchObject({ status: 409, body: { code, existingId: survivor.id } });
  });

  it.each<[string, (one: Lead, two: Lead) => object, number, object]>([
    ['a lead with itself', (one) => mergeBody(one, one), 422, { code: 'LEAD.MERGE_WITH_ITSELF', errors: [{ path: 'mergedId' }] }],
    [
      'a version from before',
      (one, two) => ({ ...mergeBody(one, two), versions: { survivor: 1, merged: 7 } }),
      412,
      { code: 'LEAD.STALE' },
    ],
    ['a lead that never was', (one, two) => mergeBody(one, { ...two, id: uuidV7.next() }), 404, { code: 'LEAD.NOT_FOUND' }],
    ['a field that no lead has', (one, two) => mergeBody(one, two, { colour: 'merged' }), 422, { errors: [{ path: 'fields.colour' }] }],
    [
      'a survivor that nothing is known by',
      (one, two) => mergeBody(one, two, { email: 'merged', phone: 'survivor', externalId: 'survivor' }),
      422,
      { code: 'LEAD.INVALID', errors: [{ code: 'identifier.missing' }] },
    ],
  ])('is refused for %s, and changes nothing', async (_what, body, status, problem) => {
    const tenant = app.as();
    const [one, two] = [await create(tenant, ADA), await create(tenant, AUGUSTA)];
    expect(await tenant.post('/v1/merges', body(one, two))).toMatchObject({ status, body: problem });
    expect([await read(tenant, one), await read(tenant, two)]).toEqual([one, two]);
  });

  it('is refused across tenants, and twice', async () => {
    const [tenant, stranger] = [app.as(), app.as()];
    const [survivor, merged] = [await create(tenant, ADA), await create(tenant, AUGUSTA)];
    const theirs = await create(stranger, ADA);
    for (const [one, two] of [
      [survivor, theirs],
      [theirs, survivor],
    ] as const)
      expect(await merge(tenant, one, two)).toMatchObject({ status: 404, body: { code: 'LEAD.NOT_FOUND' } });
    const { body } = await merge(tenant, survivor, merged);
    const again = { status: 409, body: { code: 'LEAD.MERGED', leadId: merged.id, mergedInto: survivor.id } };
    expect(await merge(tenant, body.survivor, { ...merged, version: 2 })).toMatchObject(again);
    expect(await merge(tenant, { ...merged, version: 2 }, body.survivor)).toMatchObject(again);
    for (const path of ['', '/undo']) {
      const answer = path === '' ? stranger.get(`/v1/merges/${body.id}`) : undo(stranger, body);
      expect(await answer).toMatchObject({ status: 404, body: { code: 'LEAD.MERGE_NOT_FOUND' } });
    }
    expect((await stranger.get<Page<LeadMerge>>('/v1/merges')).body.items).toEqual([]);
  });

  it('lets one of several at once win, wherever they overlap, and never locks up', async () => {
    const tenant = app.as();
    for (let round = 0; round < 5; round += 1) {
      const leads = await Promise.all([1, 2, 3].map((index) => create(tenant, { externalId: `r${round}-${index}` })));
      const [a, b, c] = leads as [Lead, Lead, Lead];
      const pairs: readonly [Lead, Lead][] = [
        [a, b],
        [b, a],
        [b, c],
        [c, b],
        [c, a],
      ];
      const answers = await Promise.all(pairs.map(([one, two]) => merge(tenant, one, two)));
      expect(answers.map(({ status }) => status).filter((status) => ![201, 409, 412].includes(status))).toEqual([]);
      const made = answers.filter(({ status }) => status === 201).map(({ body }) => body.mergedId);
      const alive = await Promise.all(leads.map(async ({ id }) => (await tenant.get(`/v1/leads/${id}`)).status === 200));
      expect(
        leads
          .filter((_, index) => !alive[index])
          .map(({ id }) => id)
          .sort(),
      ).toEqual([...made].sort());
      expect(made.length).toBeGreaterThan(0);
      expect(new Set(made).size).toBe(made.length);
    }
  });

  it('is done once for an idempotency key', async () => {
    const tenant = app.as();
    const [survivor, merged] = [await create(tenant, ADA), await create(tenant, AUGUSTA)];
    const key = { 'idempotency-key': uuidV7.next() };
    const [first, second] = [
      await tenant.post('/v1/merges', mergeBody(survivor, merged), key),
      await tenant.post('/v1/merges', mergeBody(survivor, merged), key),
    ];
    expect([second.status, second.body]).toEqual([201, first.body]);
    expect((await tenant.get<Page<LeadMerge>>('/v1/merges')).body.items).toHaveLength(1);
  });
});

describe('whoever comes again by what the survivor did not take', () => {
  const OLD = { email: 'old@x.com', externalId: 'crm-7' };
  const known = async (tenant: TenantClient) => (await tenant.get<Page<Lead>>('/v1/leads')).body.items.map(({ id }) => id);
  /** A lead that two others went into, one through the other. */
  const survivorOfTwo = async (tenant: TenantClient): Promise<Lead> => {
    const [first, middle, last] = [await create(tenant, OLD), await create(tenant, { email: 'b@x.com' }), await create(tenant, ADA)];
    const { body } = await merge(tenant, middle, first, { email: 'survivor', externalId: 'survivor' });
    return (await merge(tenant, last, body.survivor)).body.survivor;
  };

  it('is refused by the API with the survivor, one by one and in a batch, and also as a change of another lead', async () => {
    const tenant = app.as();
    const survivor = await survivorOfTwo(tenant);
    const other = await create(tenant, { externalId: 'other' });
    const taken = { code: 'LEAD.DUPLICATE_EMAIL', existingId: survivor.id };
    expect(await tenant.post('/v1/leads', { email: 'Old@x.com' })).toMatchObject({ status: 409, body: taken });
    expect(await tenant.patch(`/v1/leads/${other.id}`, 1, { email: 'old@x.com' })).toMatchObject({ status: 409, body: taken });
    const items = [{ op: 'create', lead: { email: 'old@x.com' } }];
    expect((await tenant.post('/v1/leads/batch', { items })).body).toMatchObject({ items: [{ status: 'failed', error: taken }] });
    expect((await tenant.patch(`/v1/leads/${survivor.id}`, survivor.version, { email: 'old@x.com' })).status).toBe(200);
  });

  it('is the survivor in a form and in an imported file, which overwrite none of its addresses', async () => {
    const tenant = app.as(undefined, FORM_SCOPES);
    const survivor = await survivorOfTwo(tenant);
    const form = await createForm(tenant);
    expect((await submit(app, form.key, { email: 'old@x.com', phone: '+4930901822' })).status).toBe(202);
    const file = 'mail,id,job\nold@x.com,crm-7,Analyst\nb@x.com,,Countess\n';
    for (const [matchBy, outcomes] of [
      ['email', ['updated', 'updated']],
      ['externalId', ['updated', 'failed']],
    ] as const) {
      const job = await importFile(tenant, file, { matchBy, mapping: { mail: 'email', id: 'externalId', job: 'jobTitle' } });
      expect((await rowsOf(tenant, job.id)).map(([, outcome]) => outcome)).toEqual(outcomes);
    }
    expect(await known(tenant)).toEqual([survivor.id]);
    expect(await read(tenant, survivor)).toMatchObject({ email: 'ada@x.com', externalId: null, phone: '+4930901822', jobTitle: 'Analyst' });
  });

  it('is somebody new once the survivor is deleted, and one of the two is once the merge is undone', async () => {
    const tenant = app.as();
    const [survivor, merged] = [await create(tenant, ADA), await create(tenant, OLD)];
    const { body: made } = await merge(tenant, survivor, merged, { email: 'survivor', externalId: 'survivor' });
    await undo(tenant, made);
    expect(await tenant.post('/v1/leads', OLD)).toMatchObject({ status: 409, body: { existingId: merged.id } });
    const { body: again } = await merge(tenant, await read(tenant, survivor), await read(tenant, merged));
    await tenant.delete(`/v1/leads/${survivor.id}`, ifMatch(again.survivor.version));
    expect((await tenant.post('/v1/leads', { email: OLD.email })).status).toBe(201);
  });
});

it('lists merges page by page, latest first, each once', async () => {
  const tenant = app.as();
  const survivor = await create(tenant, { externalId: 's' });
  const made: string[] = [];
  for (let index = 0; index < 5; index += 1) {
    const merged = await create(tenant, { externalId: `m${index}` });
    made.unshift((await merge(tenant, survivor, merged)).body.id);
  }
  const seen: string[] = [];
  for (let cursor: string | null = ''; cursor !== null;) {
    const query: string = `?leadId=${survivor.id}&limit=2${cursor && `&cursor=${cursor}`}`;
    const { body }: { body: Page<LeadMerge> } = await tenant.get<Page<LeadMerge>>(`/v1/merges${query}`);
    seen.push(...body.items.map(({ id }) => id));
    cursor = body.nextCursor;
  }
  expect(seen).toEqual(made);
});

it('keeps no personal value beside the audit', async () => {
  const tenant = app.as();
  const [survivor, merged] = [await create(tenant, ADA), await create(tenant, AUGUSTA)];
  await merge(tenant, survivor, merged);
  const [row] = await inspect<{ text: string }>(app.database, 'SELECT to_json(m)::text AS text FROM lead_merge m WHERE tenant_id = $1', [
    tenant.tenantId,
  ]);
  for (const value of ['ada@x.com', 'Augusta', '4930901820', 'crm-1']) expect(row?.text).not.toContain(value);
});
