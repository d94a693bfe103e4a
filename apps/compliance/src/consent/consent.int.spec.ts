import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type {
  ConsentConfirmation,
  ConsentEntry,
  ConsentStanding,
  ContactDecision,
  CreatedPreferenceLink,
  DncEntry,
  Preferences,
  Problem,
  RequestedConfirmation,
} from '@leadstream/contracts';
import { uuidV7 } from '@leadstream/kernel';
import { TenantDatabase } from '@leadstream/persistence';
import { eventually, leadCaptured, leadUpdated, sql } from '@leadstream/testing';
import { type ComplianceApp, startComplianceApp } from '../../test/compliance-app.js';
import { DncBulkService } from '../dnc/bulk/dnc-bulk.service.js';

interface Page {
  readonly items: ConsentEntry[];
  readonly nextCursor: string | null;
}

let app: ComplianceApp;
let now = new Date('2026-11-20T12:00:00Z');
beforeAll(async () => {
  app = await startComplianceApp({ now: () => now });
});
afterAll(() => app.stop());

const given = (leadId: string) => ({ leadId, channel: 'email', purpose: 'marketing', state: 'given' });

describe('recording', () => {
  it('adds a line and tells where it is', async () => {
    const tenant = app.as();
    const leadId = uuidV7.next();
    const { status, headers, body } = await tenant.post<ConsentEntry>('/v1/consents', {
      ...given(leadId.toUpperCase()),
      statedAt: '2026-11-19T08:30:00.123Z',
      textVersion: 'newsletter-3',
      source: 'trade fair',
      proof: { form: 'booth', clientIp: '203.0.113.9' },
    });
    expect(status).toBe(201);
    expect(body).toEqual({
      id: body.id,
      leadId,
      channel: 'email',
      purpose: 'marketing',
      state: 'given',
      basis: 'consent',
      statedAt: '2026-11-19T08:30:00.123Z',
      textVersion: 'newsletter-3',
      source: 'trade fair',
      expiresAt: null,
      proof: { form: 'booth', clientIp: '203.0.113.9' },
      recordedAt: '2026-11-20T12:00:00.000Z',
    });
    expect(headers.get('location')).toBe(`/v1/consents/${body.id}`);
    expect((await tenant.get<ConsentEntry>(`/v1/consents/${body.id}`)).body).toEqual(body);
  });

  it('puts what is said now after everything said before, though the clock be behind', async () => {
    const tenant = app.as();
    const leadId = uuidV7.next();
    const { body: first } = await tenant.post<ConsentEntry>('/v1/consents', given(leadId));
    const before = now;
    now = new Date('2026-11-20T11:59:00Z');
    const { body: second } = await tenant.post<ConsentEntry>('/v1/consents', { ...given(leadId), state: 'withdrawn' });
    now = before;
    expect(Date.parse(second.statedAt)).toBeGreaterThan(Date.parse(first.statedAt));
    expect(Date.parse(second.recordedAt)).toBeGreaterThanOrEqual(Date.parse(second.statedAt));
  });

  it('heeds a withdrawal from when it comes, whatever instant it names, until consent is stated after that', async () => {
    const [tenant, leadId] = [app.as(), uuidV7.next()];
    const say = async (state: 'given' | 'withdrawn', statedAt?: string) =>
      (await tenant.post<ConsentEntry>('/v1/consents', { ...given(leadId), state, statedAt })).body.id;
    const standing = async () => (await tenant.get<{ items: ConsentStanding[] }>(`/v1/consents/state?leadId=${leadId}`)).body.items;
    await say('withdrawn', '2026-11-18T09:00:00.000Z');
    const said = [
      ['given', '2026-11-19T09:00:00.500Z'],
      ['withdrawn', '2026-11-17T09:00:00.000Z'],
      ['given', '2026-11-19T09:00:00.500Z'],
    ] as const;
    for (const [state, statedAt] of said) {
      const entryId = await say(state, statedAt);
      expect(await standing()).toMatchObject([{ state, statedAt, entryId }]);
    }
  });

  it('takes a statement from a clock that is a little ahead as made now', async () => {
    const { body } = await app.as().post<ConsentEntry>('/v1/consents', { ...given(uuidV7.next()), statedAt: '2026-11-20T12:04:00Z' });
    expect(body.statedAt).toBe('2026-11-20T12:00:00.000Z');
  });

  it('takes both of two withdrawals that come at once, one after the other, and a grant that comes with them lifts neither unseen', async () => {
    const tenant = app.as();
    const leadId = uuidV7.next();
    await tenant.post('/v1/consents', given(leadId));
    const withdraw = () => tenant.post<ConsentEntry>('/v1/consents', { ...given(leadId), state: 'withdrawn' });
    const both = await Promise.all([withdraw(), withdraw()]);
    expect(both.map(({ status }) => status)).toEqual([201, 201]);
    const { items } = (await tenant.get<Page>(`/v1/consents?leadId=${leadId}`)).body;
    expect(items.map(({ state }) => state)).toEqual(['withdrawn', 'withdrawn', 'given']);
    expect(new Set(items.map(({ statedAt }) => statedAt)).size).toBe(3);
    const standing = async () => (await tenant.get<{ items: ConsentStanding[] }>(`/v1/consents/state?leadId=${leadId}`)).body.items;
    expect(await standing()).toMatchObject([{ state: 'withdrawn', entryId: items[0]?.id }]);
    const [, { body: grant }] = await Promise.all([withdraw(), tenant.post<ConsentEntry>('/v1/consents', given(leadId))]);
    const [last] = (await tenant.get<Page>(`/v1/consents?leadId=${leadId}`)).body.items;
    expect(await standing()).toMatchObject([{ state: last?.id === grant.id ? 'given' : 'withdrawn', entryId: last?.id }]);
  });

  it('does it once per idempotency key, also when both requests come at once', async () => {
    const tenant = app.as();
    const leadId = uuidV7.next();
    const key = { 'idempotency-key': uuidV7.next() };
    const answers = await Promise.all(Array.from({ length: 5 }, () => tenant.post<ConsentEntry>('/v1/consents', given(leadId), key)));
    expect(answers.every(({ status }) => status === 201 || status === 409)).toBe(true);
    expect(new Set(answers.filter(({ status }) => status === 201).map(({ body }) => body.id)).size).toBe(1);
    expect((await tenant.get<Page>(`/v1/consents?leadId=${leadId}`)).body.items).toHaveLength(1);
  });

  it.each<[object, string, string]>([
    [{ statedAt: '2026-11-20T12:05:01Z' }, 'COMPLIANCE.STATED_IN_FUTURE', 'statedAt'],
    [{ statedAt: '0000-01-01T00:00:00Z' }, 'HTTP.INVALID_BODY', 'statedAt'],
    [{ statedAt: '2026-11-20 12:00' }, 'HTTP.INVALID_BODY', 'statedAt'],
    [{ leadId: 'ada' }, 'HTTP.INVALID_BODY', 'leadId'],
    [{ channel: 'fax' }, 'HTTP.INVALID_BODY', 'channel'],
    [{ state: 'maybe' }, 'HTTP.INVALID_BODY', 'state'],
    [{ basis: 'because' }, 'HTTP.INVALID_BODY', 'basis'],
    [{ proof: 'x' }, 'HTTP.INVALID_BODY', 'proof'],
  ])('refuses %j', async (change, code, path) => {
    const { status, body } = await app.as().post<Problem>('/v1/consents', { ...given(uuidV7.next()), ...change });
    expect([status, body.code]).toEqual([422, code]);
    expect(body.errors).toEqual([expect.objectContaining({ path })]);
  });
});

describe('the ledger', () => {
  it('is read latest line first, page by page, each once', async () => {
    const tenant = app.as();
    const leadId = uuidV7.next();
    const ids: string[] = [];
    for (const statedAt of ['2026-11-03', '2026-11-01', '2026-11-05', '2026-11-02', '2026-11-04']) {
      ids.unshift((await tenant.post<ConsentEntry>('/v1/consents', { ...given(leadId), statedAt: `${statedAt}T00:00:00Z` })).body.id);
    }
    await tenant.post('/v1/consents', given(uuidV7.next()));
    const read: string[] = [];
    let cursor: string | null = '';
    while (cursor !== null) {
      const { body }: { body: Page } = await tenant.get<Page>(`/v1/consents?leadId=${leadId}&limit=2${cursor && `&cursor=${cursor}`}`);
      read.push(...body.items.map(({ id }) => id));
      cursor = body.nextCursor;
    }
    expect(read).toEqual(ids);
  });

  it('can be read for one channel or purpose', async () => {
    const tenant = app.as();
    const leadId = uuidV7.next();
    await tenant.post('/v1/consents', given(leadId));
    await tenant.post('/v1/consents', { ...given(leadId), channel: 'sms', purpose: 'sales' });
    const count = async (query: string) => (await tenant.get<Page>(`/v1/consents?leadId=${leadId}&${query}`)).body.items.length;
    expect([await count('channel=sms'), await count('purpose=marketing'), await count('channel=sms&purpose=marketing')]).toEqual([1, 1, 0]);
  });

  it.each([
    "UPDATE consent_entry SET state = 'given'",
    'DELETE FROM consent_entry',
    'TRUNCATE consent_entry',
    "UPDATE decision SET outcome = 'allow'",
    'TRUNCATE decision',
  ])('refuses the service %s', async (statement) => {
    await expect(sql(app.database.serviceUrl('compliance'), statement)).rejects.toMatchObject({ code: '42501' });
  });

  it('refuses a statement that lies after its recording', async () => {
    const insert = `INSERT INTO compliance.consent_entry (tenant_id, id, lead_id, channel, purpose, state, basis, stated_at, source, recorded_at)
                    VALUES ($1, $1, $1, 'email', 'sales', 'given', 'consent', now() + interval '1 second', 'x', now())`;
    await expect(sql(app.database.adminUrl, insert, [uuidV7.next()])).rejects.toMatchObject({
      constraint: 'consent_entry_statement_check',
    });
  });
});

describe('another tenant', () => {
  it('neither sees nor weakens what a lead said', async () => {
    const owner = app.as();
    const leadId = uuidV7.next();
    const { body: entry } = await owner.post<ConsentEntry>('/v1/consents', { ...given(leadId), state: 'withdrawn' });
    const other = app.as();
    expect((await other.get(`/v1/consents/${entry.id}`)).status).toBe(404);
    expect((await other.get<Page>(`/v1/consents?leadId=${leadId}`)).body).toEqual({ items: [], nextCursor: null });
    await other.post('/v1/consents', given(leadId));
    expect((await owner.get<Page>(`/v1/consents?leadId=${leadId}`)).body.items).toEqual([entry]);
  });

  it('is told apart from one without the scope', async () => {
    expect((await app.as(undefined, ['compliance:read']).post('/v1/consents', given(uuidV7.next()))).status).toBe(403);
    expect((await app.as(undefined, []).get(`/v1/consents?leadId=${uuidV7.next()}`)).status).toBe(403);
  });
});

it('tells every line, numbered in the order of the commits', async () => {
  const tenant = app.as();
  const leadId = uuidV7.next();
  await Promise.all(Array.from({ length: 10 }, () => tenant.post('/v1/consents', given(leadId))));
  const own = () => app.published.ofType('consent.changed').filter(({ key }) => key === `${tenant.tenantId}:${leadId}`);
  await eventually(() => expect(own()).toHaveLength(10));
  expect(own().map(({ headers }) => Number(headers['ce_sequence']))).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
  expect(own()[0]?.data).toMatchObject({ leadId, channel: 'email', purpose: 'marketing', state: 'given', basis: 'consent', source: 'api' });
});

/** What a person says on a page of ours, by its link. */
describe('what the person says itself', () => {
  const CALLED = { kind: 'email', channels: [], reason: 'called us', source: 'crm' };
  const known = async (addresses: { email: string; phone: string | null }) => {
    const [tenant, leadId] = [app.as(), uuidV7.next()];
    await app.publish(leadCaptured({ tenantId: tenant.tenantId, leadId, sequence: 1 }, { ...addresses, consents: [] }));
    const link = () => tenant.post<CreatedPreferenceLink>('/v1/preference-links', { leadId, sender: 'Acme' });
    const { body } = await eventually(async () => {
      const answer = await link();
      expect(answer.status).toBe(201);
      return answer;
    });
    return { tenant, leadId, ...addresses, path: body.path };
  };
  const say = async <T>(path: string, fields: Record<string, string> = {}): Promise<[number, T]> => {
    const init = { method: 'POST', body: new URLSearchParams(fields), headers: { accept: 'application/json' } };
    const answer = await fetch(new URL(path, app.service.url), init);
    return [answer.status, (await answer.json()) as T];
  };

  it('stays its own when others state it, too, whoever was first, alone or in a file, and is taken back by it alone', async () => {
    const { tenant, leadId, email, path } = await known({ email: 'ada@example.com', phone: null });
    const entryOf = async () => (await tenant.get<{ items: DncEntry[] }>('/v1/dnc')).body.items[0];
    const [, stopped] = await say<Preferences>(path, { action: 'stop' });
    expect(stopped.stoppedAt).toBe(now.toISOString());
    const id = (await entryOf())?.id ?? '';
    const remove = () => tenant.send<Problem | undefined>('DELETE', `/v1/dnc/${id}`);
    expect(await remove()).toMatchObject({ status: 409, body: { code: 'COMPLIANCE.DNC_ENTRY_OF_PERSON' } });
    const over = { ...CALLED, value: email, expiresAt: '2026-11-21T00:00:00.000Z' };
    const { body: same } = await tenant.post<DncEntry>('/v1/dnc', over);
    expect([same.id, same.source, same.expiresAt]).toEqual([id, 'preference-centre', null]);
    const put = [{ kind: 'email', value: email }] as const;
    const shared = { ...CALLED, addedAt: now, expiresAt: new Date('2026-12-01T00:00:00Z'), evidence: { reference: 'mail 7' } };
    const counts = await app.service.app
      .get(TenantDatabase)
      .inTenant(tenant.tenantId, (tx) => app.service.app.get(DncBulkService).put(tx, put, { ...shared, channels: [] }, now));
    expect([counts, (await entryOf())?.source]).toEqual([{ added: 0, changed: 0 }, 'preference-centre']);
    expect((await remove()).status).toBe(204);
    expect((await remove()).status).toBe(409);
    await tenant.post('/v1/consents', given(leadId));
    const { body: decision } = await tenant.post<ContactDecision>('/v1/decisions', { leadId, channel: 'email', purpose: 'marketing' });
    expect(decision.reasons.map(({ code }) => code)).toEqual(['on_dnc']);

    await tenant.post<DncEntry>('/v1/dnc', over);
    await app.service.app
      .get(TenantDatabase)
      .inTenant(tenant.tenantId, (tx) => app.service.app.get(DncBulkService).put(tx, put, { ...shared, channels: [] }, now));
    expect((await say<Preferences>(path, { action: 'resume' }))[1].stoppedAt).toBeNull();
    const others = { id, source: 'crm', reason: 'called us', expiresAt: '2026-12-01T00:00:00.000Z', evidence: { reference: 'mail 7' } };
    expect(await entryOf()).toMatchObject(others);
    expect((await say<Preferences>(path, { action: 'stop' }))[1].stoppedAt).not.toBeNull();
    expect(await entryOf()).toMatchObject({ id, source: 'preference-centre', expiresAt: null, evidence: null });
    expect((await remove()).status).toBe(204);
    await say(path, { action: 'resume' });
    expect(await entryOf()).toBeUndefined();
  });

  it('counts only where it was asked: a confirmation is outdated once the channel reaches the person elsewhere', async () => {
    const { tenant, leadId } = await known({ email: 'typo@example.com', phone: '+14155552671' });
    const asked = { leadId, channel: 'email', purpose: 'marketing', sender: 'Acme' };
    const ask = async (more: object = {}) =>
      (await tenant.post<RequestedConfirmation>('/v1/consents/confirmations', { ...asked, ...more })).body;
    const [wrong, byText] = [await ask(), await ask({ channel: 'sms' })];
    const right = { email: 'right@example.com', phone: '+14155552671' };
    await app.publish(leadUpdated({ tenantId: tenant.tenantId, leadId, sequence: 2 }, right));
    const stateOf = async ({ id }: RequestedConfirmation) =>
      (await tenant.get<ConsentConfirmation>(`/v1/consents/confirmations/${id}`)).body.status;
    await eventually(async () => expect(await stateOf(wrong)).toBe('outdated'));
    expect(await say<Problem>(wrong.path)).toMatchObject([409, { code: 'COMPLIANCE.CONFIRMATION_OUTDATED' }]);
    const page = await fetch(new URL(wrong.path, app.service.url), { headers: { accept: 'text/html' } });
    expect(await page.text()).toContain('because we reach the person elsewhere by now');
    expect((await tenant.get<Page>(`/v1/consents?leadId=${leadId}`)).body.items).toEqual([]);
    expect((await say(byText.path))[0]).toBe(200);
    const anew = await ask();
    expect([(await say(anew.path))[0], await stateOf(anew)]).toEqual([200, 'confirmed']);
    const proofs = (await tenant.get<Page>(`/v1/consents?leadId=${leadId}`)).body.items.map(({ proof }) => proof?.addressHash);
    expect(new Set(proofs).size).toBe(2);
    const before = 'UPDATE compliance.consent_confirmation SET address_hash = NULL WHERE id = $1';
    await sql(app.database.adminUrl, before, [wrong.id]);
    expect([await stateOf(wrong), (await say(wrong.path))[0]]).toEqual(['pending', 200]);
  });
});
