import { isDeepStrictEqual } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Lead, LeadAuditEntry, LeadChange, LeadDiff, Tag } from '@leadstream/contracts';
import { eventually } from '@leadstream/testing';
import { importFile } from '../../test/imports.js';
import { inspect } from '../../test/inspect.js';
import { type LeadApp, startLeadApp } from '../../test/lead-app.js';
import { create, merge, read, undo } from '../../test/merges.js';
import { ifMatch, type Problem, type TenantClient } from '../../test/tenant-client.js';
import { MAX_LOOKED_THROUGH } from '../audit/lead-change.read-model.js';

let app: LeadApp;
beforeAll(async () => {
  app = await startLeadApp();
});
afterAll(() => app.stop());

type Facts = Record<string, unknown>;
interface Told {
  readonly type: string;
  readonly at: string;
  readonly data: Facts;
}

const TOLD_FIELDS = [
  'externalId', 'firstName', 'lastName', 'email', 'phone', 'company', 'jobTitle', 'language', 'timeZone', 'source',
  'budget', 'address', 'property', 'sourceMetadata', 'lifecycleStage', 'ownerId', 'customFields', 'tagIds',
]; // prettier-ignore

/** What a consumer of the topic knows after an event, as the documentation of the events has it. */
function folded(known: Facts, { type, data }: Told): Facts {
  switch (type) {
    case 'lead.deleted':
      return { ...known, deletedAt: data['deletedAt'] };
    case 'lead.merged':
      return { ...known, deletedAt: data['mergedAt'] };
    case 'lead.status-changed':
      return { ...known, status: data['to'], statusChangedAt: data['changedAt'] };
    default: {
      const fields = Object.fromEntries(TOLD_FIELDS.map((field) => [field, data[field]]));
      const begun = type === 'lead.captured' ? { status: data['status'], statusChangedAt: data['capturedAt'] } : {};
      return { ...known, ...fields, ...begun, deletedAt: null };
    }
  }
}

const shownFacts = (lead: Lead): Facts => {
  const { id: _1, version: _2, capturedAt: _3, createdAt: _4, updatedAt: _5, ...facts } = lead;
  return facts;
};

/** Custom fields as facts of their own, as a difference names them. */
function flattened({ customFields, ...facts }: Facts): Facts {
  const own = Object.entries((customFields ?? {}) as Facts).map(([key, value]) => [`customFields.${key}`, value]);
  return { ...facts, ...(Object.fromEntries(own) as Facts) };
}

const member = (): TenantClient => app.as(undefined, ['leads:read', 'leads:write', 'tenant:write']);

/** A lead with a past of eleven versions: changed, moved, deleted, restored, tagged. */
async function withPast(tenant: TenantClient): Promise<string> {
  for (const type of ['number', 'text']) await tenant.post('/v1/custom-fields', { key: `past-${type}`, label: type, type, indexed: true });
  const { body: lead } = await tenant.post<Lead>('/v1/leads', {
    email: 'past@x.com',
    company: 'One',
    sourceMetadata: { utm_source: 'ads' },
    capturedAt: '2026-01-01T00:00:00Z',
    customFields: { 'past-number': 5 },
  });
  const path = `/v1/leads/${lead.id}`;
  const post = (version: number, status: string) => tenant.post(`${path}/status`, { status }, ifMatch(version));
  await tenant.patch(path, 1, {
    company: 'Two',
    customFields: { 'past-text': 'Two' },
    address: { city: 'Berlin', country: 'DE' },
    sourceMetadata: { utm_medium: 'cpc' },
  });
  await post(2, 'contacted');
  await tenant.patch(path, 3, { company: 'One', budget: { min: '5', currency: 'EUR' }, property: { bedrooms: 2 } });
  await tenant.delete(path, ifMatch(4));
  await tenant.send('POST', `${path}/restore`);
  await post(6, 'qualified');
  await tenant.patch(path, 7, {
    address: null,
    customFields: { 'past-number': null, 'past-text': 'Ten' },
    phone: '+4930901820',
    sourceMetadata: { utm_source: null },
  });
  await post(8, 'contacted');
  await tenant.patch(path, 9, { firstName: 'Ada', lifecycleStage: 'customer', budget: null });
  const { body: tag } = await tenant.post<Tag>('/v1/tags', { name: 'VIP' });
  await tenant.post('/v1/leads/tags', { leadIds: [lead.id], add: [tag.id] });
  return lead.id;
}

async function eventsOf(leadId: string, count: number): Promise<Told[]> {
  return eventually(() => {
    const found = app.published.events.filter(({ key }) => key.endsWith(leadId));
    expect(found).toHaveLength(count);
    return found.map(({ headers, data }) => ({ type: String(headers['ce_type']), at: String(headers['ce_time']), data: data as Facts }));
  });
}

/** Asks for every instant of a lead's past, and for every difference between two, and compares with what its topic told. @returns what was told */
async function expectAgreement(tenant: TenantClient, leadId: string, count: number): Promise<string[]> {
  const told = await eventsOf(leadId, count);
  const known: { at: string; facts: Facts }[] = [];
  for (const event of told) known.push({ at: event.at, facts: folded(known.at(-1)?.facts ?? {}, event) });
  // Versions of the same millisecond cannot be told apart by time: the last of them counts.
  const moments = known.filter(({ at }, index) => known[index + 1]?.at !== at);
  for (const { at, facts } of moments) {
    const { status, body } = await tenant.get<Lead>(`/v1/leads/${leadId}?asOf=${at}`);
    expect([status, shownFacts(body)]).toEqual([200, facts]);
  }
  for (const from of moments) {
    for (const to of moments) {
      const { body } = await tenant.get<LeadDiff>(`/v1/leads/${leadId}/diff?from=${from.at}&to=${to.at}`);
      const [before, after] = [flattened(from.facts), flattened(to.facts)];
      const fields = Object.keys({ ...before, ...after }).filter((field) => !isDeepStrictEqual(before[field], after[field]));
      const expected = fields.map((field) => ({ field, before: before[field] ?? null, after: after[field] ?? null }));
      expect(byField(body.changes)).toEqual(byField(expected));
    }
  }
  expect(new Set(moments.map(({ at }) => at)).size).toBeGreaterThan(count / 2);
  return told.map(({ type }) => type.replace('lead.', ''));
}

describe('a lead at an instant', () => {
  it('is what a consumer of its topic had made of it by then, and so is every difference', async () => {
    const tenant = member();
    await expectAgreement(tenant, await withPast(tenant), 11);
  });

  it('is so across imports, a merge and its undoing, on both sides', async () => {
    const tenant = member();
    const imported = (rows: string) =>
      importFile(tenant, `id,job,stage\n${rows}\n`, { mapping: { id: 'externalId', job: 'jobTitle', stage: 'status' } });
    const survivor = await create(tenant, { externalId: 's', email: 's@x.com', firstName: 'Ada' });
    const merged = await create(tenant, { externalId: 'm', phone: '+4930901820', firstName: 'Augusta Ada', company: 'Acme' });
    await imported('s,Analyst,contacted\nm,Countess,qualified');
    const { body: made } = await merge(tenant, await read(tenant, survivor), await read(tenant, merged), { externalId: 'merged' });
    // By its identity of before, and by that which it took.
    await imported('s,Engineer,\nm,,converted');
    await undo(tenant, made);
    await imported('s,Author,');
    const changes = ['captured', 'updated', 'status-changed'];
    expect(await expectAgreement(tenant, merged.id, 5)).toEqual([...changes, 'merged', 'unmerged']);
    expect(await expectAgreement(tenant, survivor.id, 9)).toEqual([
      ...changes,
      'updated',
      'status-changed',
      'updated',
      'status-changed',
      'updated',
      'updated',
    ]);
  });

  it('is the present lead when the instant is now', async () => {
    const tenant = member();
    const leadId = await withPast(tenant);
    const { body: present } = await tenant.get<Lead>(`/v1/leads/${leadId}`);
    const { headers, body } = await tenant.get<Lead>(`/v1/leads/${leadId}?asOf=${new Date().toISOString()}`);
    expect(body).toEqual(present);
    expect(headers.get('etag')).toBe('"11"');
  });

  it('is refused before its creation, in the future and for another tenant', async () => {
    const tenant = member();
    const leadId = await withPast(tenant);
    const ask = (query: string) => tenant.get<Problem>(`/v1/leads/${leadId}${query}`);
    const refused = (path: string, code: string) => ({ status: 422, body: { code: 'LEAD.INVALID_INSTANT', errors: [{ path, code }] } });
    expect(await ask('?asOf=2020-01-01T00:00:00Z')).toMatchObject(refused('asOf', 'instant.before_creation'));
    expect(await ask('?asOf=2999-01-01T00:00:00Z')).toMatchObject(refused('asOf', 'instant.future'));
    expect(await ask('/diff?from=2020-01-01T00:00:00Z')).toMatchObject(refused('from', 'instant.before_creation'));
    expect(await ask('/diff')).toMatchObject({ status: 422, body: { errors: [{ path: 'from' }] } });
    const now = new Date().toISOString();
    for (const path of [`?asOf=${now}`, `/diff?from=${now}`]) expect((await app.as().get(`/v1/leads/${leadId}${path}`)).status).toBe(404);
  });
});

describe('the audit', () => {
  it('is narrowed by field, actor and time', async () => {
    const tenant = member();
    const leadId = await withPast(tenant);
    const audit = async (query: string) => {
      const { body } = await tenant.get<{ items: LeadAuditEntry[] }>(`/v1/leads/${leadId}/audit?${query}`);
      return body.items.map(({ version }) => version);
    };
    expect(await audit('field=company')).toEqual([4, 2, 1]);
    expect(await audit('field=customFields.past-text')).toEqual([8, 2]);
    expect(await audit('field=status')).toEqual([9, 7, 3]);
    expect(await audit(`actorId=${tenant.actor.id}&limit=1`)).toEqual([11]);
    expect(await audit('actorId=somebody-else')).toEqual([]);
    expect(await audit('recordedAt.lt=2020-01-01T00:00:00Z')).toEqual([]);
    expect(await audit('recordedAt.gte=2020-01-01T00:00:00Z&limit=2')).toEqual([11, 10]);
  });
});

describe('the audit of all leads', () => {
  interface Page {
    readonly items: LeadChange[];
    readonly nextCursor: string | null;
  }

  it('tells what those of single leads tell, latest first, narrowed by lead, field, actor and time', async () => {
    const tenant = member();
    const past = await withPast(tenant);
    const colleague = app.as(tenant.tenantId);
    const { body: other } = await colleague.post<Lead>('/v1/leads', { email: 'other@x.com', company: 'One' });
    await colleague.delete(`/v1/leads/${other.id}`, ifMatch(1));
    const changes = async (query: string) => {
      const { body } = await tenant.get<Page>(`/v1/lead-audit?${query}`);
      return body.items.map(({ leadId, version }) => `${leadId === past ? 'past' : 'other'} ${version}`);
    };
    const ofPast = Array.from({ length: 11 }, (_, index) => `past ${11 - index}`);
    expect(await changes('')).toEqual(['other 2', 'other 1', ...ofPast]);
    expect(await changes(`leadId=${past}`)).toEqual(ofPast);
    expect(await changes('field=company')).toEqual(['other 1', 'past 4', 'past 2', 'past 1']);
    expect(await changes('field=customFields.past-text')).toEqual(['past 8', 'past 2']);
    expect(await changes(`actorId=${colleague.actor.id}`)).toEqual(['other 2', 'other 1']);
    expect(await changes(`actorId=${tenant.actor.id}&field=status`)).toEqual(['past 9', 'past 7', 'past 3']);
    expect(await changes(`recordedAt.gte=${other.createdAt}`)).toEqual(['other 2', 'other 1']);
    expect(await changes(`recordedAt.lt=${other.createdAt}&limit=2`)).toEqual(['past 11', 'past 10']);
    const { body: own } = await tenant.get<{ items: LeadAuditEntry[] }>(`/v1/leads/${past}/audit`);
    const { body: all } = await tenant.get<Page>(`/v1/lead-audit?leadId=${past}`);
    expect(all.items).toEqual(own.items.map((entry) => ({ ...entry, leadId: past })));
    expect((await app.as(tenant.tenantId, ['leads:write']).get('/v1/lead-audit')).status).toBe(403);
    expect((await member().get<Page>(`/v1/lead-audit?leadId=${past}`)).body).toEqual({ items: [], nextCursor: null });
  });

  it('is read page by page, each entry once, also where many were recorded at one instant', async () => {
    const tenant = member();
    const items = Array.from({ length: 7 }, (_, n) => ({ op: 'create', lead: { externalId: `e${n}`, ...(n % 2 && { company: 'One' }) } }));
    await tenant.post('/v1/leads/batch', { items });
    const walk = async (query: string) => {
      const seen: string[] = [];
      for (let cursor: string | null = ''; cursor !== null;) {
        const { body }: { body: Page } = await tenant.get<Page>(`/v1/lead-audit?limit=2${query}${cursor && `&cursor=${cursor}`}`);
        seen.push(...body.items.map(({ leadId }) => leadId));
        cursor = body.nextCursor;
      }
      return seen;
    };
    const all = await walk('');
    expect([all.length, new Set(all).size, (await walk('&field=company')).length]).toEqual([7, 7, 3]);
    expect((await tenant.get<Problem>('/v1/lead-audit?cursor=nonsense')).body.code).toBe('HTTP.BAD_CURSOR');
  });

  it('looks through a bounded part of the audit for a rare field, and says that more follows', async () => {
    const tenant = member();
    const { body: lead } = await tenant.post<Lead>('/v1/leads', { email: 'rare@x.com', jobTitle: 'CEO' });
    await inspect(
      app.database,
      `INSERT INTO lead_audit (tenant_id, lead_id, audit_id, action, version, changes, actor_kind, actor_id, request_id, recorded_at)
       SELECT $1, $2, uuidv7(), 'updated', n + 1, '[{"field": "company", "before": null, "after": null}]', 'service', 'lead', '', now() + n * interval '1 ms'
       FROM generate_series(1, $3::int) AS n`,
      [tenant.tenantId, lead.id, MAX_LOOKED_THROUGH],
    );
    const { body: first } = await tenant.get<Page>('/v1/lead-audit?field=jobTitle');
    expect([first.items, typeof first.nextCursor]).toEqual([[], 'string']);
    const { body: second } = await tenant.get<Page>(`/v1/lead-audit?field=jobTitle&cursor=${first.nextCursor}`);
    expect(second).toMatchObject({ items: [{ leadId: lead.id, version: 1 }], nextCursor: null });
  });
});

function byField<T extends { readonly field: string }>(changes: readonly T[]): T[] {
  return changes.toSorted((one, other) => one.field.localeCompare(other.field));
}
