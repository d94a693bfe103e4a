import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type {
  ConsentConfirmation,
  ConsentEntry,
  ConsentStanding,
  ContactDecision,
  ContactState,
  CreatedPreferenceLink,
  DncEntry,
  Preferences,
  Problem,
  RequestedConfirmation,
} from '@leadstream/contracts';
import { readJobHistory, requestRun } from '@leadstream/jobs';
import { uuidV7 } from '@leadstream/kernel';
import { TenantDatabase } from '@leadstream/persistence';
import { eventually, leadCaptured, leadDeleted, leadMerged, type ServiceClient, sql } from '@leadstream/testing';
import { type ComplianceApp, startComplianceApp } from '../../../test/compliance-app.js';

/** Noon in California, where the number of the lead is at home. */
const NOON = new Date('2026-11-20T20:00:00Z');
const HOUR_MS = 3_600_000;

let app: ComplianceApp;
let database: TenantDatabase;
let now = NOON;
beforeAll(async () => {
  app = await startComplianceApp({ now: () => now });
  database = new TenantDatabase({ url: app.database.serviceUrl('compliance'), poolSize: 2, applicationName: 'spec' });
});
afterAll(async () => {
  await database?.end();
  await app?.stop();
});

interface Lead {
  readonly tenant: ServiceClient;
  readonly leadId: string;
}

/** A lead of a tenant of its own that the service knows. */
async function knownLead(): Promise<Lead> {
  const tenant = app.as();
  const leadId = uuidV7.next();
  await app.publish(leadCaptured({ tenantId: tenant.tenantId, leadId, sequence: 1 }));
  await eventually(async () => expect((await linkTo({ tenant, leadId })).status).toBe(201));
  return { tenant, leadId };
}

const linkTo = ({ tenant, leadId }: Lead, more: object = {}) =>
  tenant.post<CreatedPreferenceLink>('/v1/preference-links', { leadId, sender: 'Acme <Homes>', ...more });
const ask = async ({ tenant, leadId }: Lead, more: object = {}): Promise<RequestedConfirmation> =>
  (
    await tenant.post<RequestedConfirmation>('/v1/consents/confirmations', {
      leadId,
      channel: 'sms',
      purpose: 'sales',
      sender: 'Acme',
      ...more,
    })
  ).body;
const stateOf = async ({ tenant, leadId }: Lead, at = ''): Promise<string[]> => {
  const { body } = await tenant.get<{ items: ConsentStanding[] }>(`/v1/consents/state?leadId=${leadId}${at && `&at=${at}`}`);
  return body.items.map(({ purpose, channel, state }) => `${purpose} ${channel} ${state}`).sort();
};
const ledgerOf = async ({ tenant, leadId }: Lead): Promise<ConsentEntry[]> =>
  (await tenant.get<{ items: ConsentEntry[] }>(`/v1/consents?leadId=${leadId}`)).body.items;
const decide = async ({ tenant, leadId }: Lead, contact: object = {}): Promise<[string, string[], string]> => {
  const { body } = await tenant.post<ContactDecision>('/v1/decisions', { leadId, channel: 'sms', purpose: 'sales', ...contact });
  return [body.outcome, body.reasons.map(({ code }) => code), body.expiresAt];
};

const PAGE = 'text/html,application/xhtml+xml,*/*;q=0.8';
/** Opens a link as a browser does. */
const open = (path: string, init: RequestInit = {}) =>
  fetch(new URL(path, app.service.url), { ...init, headers: { accept: PAGE, 'user-agent': 'Spec/1.0', ...init.headers } });
const send = (path: string, fields: [string, string][], headers: Record<string, string> = {}) =>
  open(path, { method: 'POST', body: new URLSearchParams(fields), headers });
const asData = async <T>(path: string, init: RequestInit = {}): Promise<[number, T]> => {
  const answer = await open(path, { ...init, headers: { accept: 'application/json', ...init.headers } });
  return [answer.status, (await answer.json()) as T];
};
const codeOf = async (path: string): Promise<[number, string]> => {
  const [status, { code }] = await asData<Problem>(path, { method: 'POST' });
  return [status, code];
};

describe('double opt-in', () => {
  it('gives nothing until the person confirms, however often the link is opened, and then with its proof', async () => {
    const lead = await knownLead();
    const asked = await ask(lead, { textVersion: 'offers-2', form: 'landing', wording: 'Texts about <homes>' });
    for (let looks = 0; looks < 2; looks += 1) expect((await open(asked.path)).status).toBe(200);
    expect(await stateOf(lead)).toEqual([]);
    expect((await decide(lead)).slice(0, 2)).toEqual(['deny', ['no_consent']]);

    const answer = await send(asked.path, [['confirm', 'yes']]);
    expect([answer.status, await answer.text()]).toEqual([200, expect.stringContaining('Thank you, you have confirmed')]);
    expect((await decide(lead))[0]).toBe('allow');
    const [entry] = await ledgerOf(lead);
    expect(entry).toMatchObject({ state: 'given', basis: 'consent', textVersion: 'offers-2', source: 'api', expiresAt: null });
    const said = { form: 'landing', clientIp: '127.0.0.1', userAgent: 'Spec/1.0', confirmationId: asked.id };
    expect(entry?.proof).toEqual({ ...said, addressHash: expect.stringMatching(/^[0-9a-f]{64}$/) });
    const { body } = await lead.tenant.get<ConsentConfirmation>(`/v1/consents/confirmations/${asked.id}`);
    expect(body).toMatchObject({ status: 'confirmed', confirmedAt: entry?.statedAt, entryId: entry?.id });
  });

  it('shows who asks for what, in a page that keeps its address to itself', async () => {
    const asked = await ask(await knownLead(), { language: 'de', wording: 'Angebote <b>' });
    const page = await open(asked.path);
    expect(await page.text()).toEqual(expect.stringMatching(/<html lang="de">[^]*Acme möchte Sie per SMS[^]*Angebote &lt;b&gt;/));
    expect(Object.fromEntries(page.headers)).toMatchObject({
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy': expect.stringContaining("default-src 'none'"),
      'cache-control': 'no-store',
      'referrer-policy': 'no-referrer',
      'x-robots-tag': 'noindex, nofollow',
    });
    expect(await (await open(`${asked.path}?lang=fr&utm_source=x`)).text()).toContain('<html lang="fr">');
  });

  it('keeps the token nowhere in the open: of it there is a digest, and in the event it is sealed', async () => {
    const lead = await knownLead();
    const asked = await ask(lead);
    const token = asked.path.split('/').at(-1) ?? '';
    const rows = await sql<{ row: string }>(app.database.adminUrl, 'SELECT c::text AS row FROM compliance.consent_confirmation c');
    expect(rows.filter(({ row }) => row.includes(token))).toEqual([]);
    const told = await eventually(() => {
      const own = app.published.ofType('consent-confirmation.requested').filter(({ key }) => key.endsWith(lead.leadId));
      expect(own).toHaveLength(1);
      return own[0];
    });
    expect([told?.data, told?.text.includes(token)]).toEqual([
      expect.objectContaining({ confirmationId: asked.id, path: asked.path }),
      false,
    ]);
  });

  it('takes one click: a second one, at the same moment or later, adds nothing and is told so', async () => {
    const lead = await knownLead();
    const { path } = await ask(lead);
    const statuses = (await Promise.all([1, 2, 3].map(() => codeOf(path)))).map(([status]) => status);
    expect(statuses.sort()).toEqual([200, 409, 409]);
    expect(await codeOf(path)).toEqual([409, 'COMPLIANCE.CONFIRMATION_USED']);
    expect(await ledgerOf(lead)).toHaveLength(1);
    const again = await send(path, []);
    expect([again.status, await again.text()]).toEqual([409, expect.stringContaining('You had confirmed this already')]);
  });

  it('is over with its time', async () => {
    const lead = await knownLead();
    const { path, id } = await ask(lead, { expiresInHours: 1 });
    now = new Date(NOON.getTime() + 2 * HOUR_MS);
    expect(await codeOf(path)).toEqual([409, 'COMPLIANCE.CONFIRMATION_EXPIRED']);
    expect((await lead.tenant.get<ConsentConfirmation>(`/v1/consents/confirmations/${id}`)).body.status).toBe('expired');
    now = NOON;
  });

  it('is void once the person said no after it was asked, and once the lead is gone', async () => {
    const lead = await knownLead();
    const [{ path }, other] = [await ask(lead), await ask(lead, { purpose: 'marketing' })];
    await lead.tenant.post('/v1/consents', { leadId: lead.leadId, channel: 'sms', purpose: 'sales', state: 'withdrawn' });
    expect(await codeOf(path)).toEqual([409, 'COMPLIANCE.CONFIRMATION_VOID']);
    const anew = await ask(lead);
    expect((await codeOf(anew.path))[0]).toBe(200);

    const { tenant, leadId } = lead;
    await app.publish(leadDeleted({ tenantId: tenant.tenantId, leadId, sequence: 2 }));
    await eventually(async () => expect((await linkTo(lead)).status).toBe(404));
    expect(await codeOf(other.path)).toEqual([409, 'COMPLIANCE.CONFIRMATION_VOID']);
    const refused = await tenant.post<Problem>('/v1/consents/confirmations', { leadId, channel: 'sms', purpose: 'sales', sender: 'Acme' });
    expect([refused.status, refused.body.code]).toEqual([409, 'COMPLIANCE.LEAD_DELETED']);
  });

  it('knows no token that it did not give out, and takes no form of another site', async () => {
    const lead = await knownLead();
    const { path } = await ask(lead);
    const forged = path.slice(0, -3) + (path.endsWith('AAA') ? 'BBB' : 'AAA');
    for (const unknown of [forged, '/v1/confirm-consent/x', `/v1/confirm-consent/${'A'.repeat(64)}`])
      expect(await codeOf(unknown)).toEqual([404, 'COMPLIANCE.CONFIRMATION_NOT_FOUND']);
    expect((await send(path, [], { 'sec-fetch-site': 'cross-site' })).status).toBe(403);
    expect(await ledgerOf(lead)).toEqual([]);
  });
});

describe('the preference centre', () => {
  it('shows what stands, and no more of the person than it knows of itself', async () => {
    const lead = await knownLead();
    await lead.tenant.post('/v1/consents', { leadId: lead.leadId, channel: 'email', purpose: 'marketing', state: 'given' });
    const { path } = (await linkTo(lead, { language: 'es' })).body;
    const [status, view] = await asData<Preferences>(path);
    expect([status, view.language, view.email, view.phone, view.stoppedAt]).toEqual([200, 'es', 'a…@e….com', '… 71', null]);
    expect(view.matters.map(({ purpose, channel, state }) => `${purpose} ${channel} ${state}`)).toHaveLength(12);
    expect(view.matters).toContainEqual({
      purpose: 'marketing',
      channel: 'email',
      state: 'given',
      since: NOON.toISOString(),
      isBlocked: false,
    });
    const page = await (await open(path)).text();
    expect(page).toContain('Acme &lt;Homes&gt;');
    expect(page).not.toMatch(/ada@|example|415555|Lovelace/);
    expect(page).not.toContain(lead.leadId);
  });

  it('writes down what was ticked and what was not, so that the next decision heeds it', async () => {
    const lead = await knownLead();
    const { path, id } = (await linkTo(lead)).body;
    await lead.tenant.post('/v1/consents', { leadId: lead.leadId, channel: 'sms', purpose: 'sales', state: 'given' });
    expect((await decide(lead))[0]).toBe('allow');
    const saved = await send(path, [
      ['action', 'save'],
      ['shown', 'sales.sms.on'],
      ['shown', 'marketing.email.off'],
      ['agree', 'marketing.email'],
    ]);
    expect([saved.status, await saved.text()]).toEqual([200, expect.stringContaining('Your choices are saved.')]);
    expect((await decide(lead)).slice(0, 2)).toEqual(['deny', ['consent_withdrawn']]);
    expect(await stateOf(lead)).toEqual(['marketing email given', 'sales sms withdrawn']);
    const proof = { preferenceLinkId: id, clientIp: '127.0.0.1', userAgent: 'Spec/1.0' };
    for (const entry of (await ledgerOf(lead)).slice(0, 2))
      expect(entry).toMatchObject({ source: 'preference-centre', textVersion: 'page-en-1', proof });
    const told = () => app.published.ofType('consent.changed').filter(({ key }) => key.endsWith(lead.leadId));
    await eventually(() => expect(told()).toHaveLength(3));
  });

  it('stops everything in one step, and takes that back when the person says so', async () => {
    const lead = await knownLead();
    const { path } = (await linkTo(lead)).body;
    await lead.tenant.post('/v1/consents', { leadId: lead.leadId, channel: 'sms', purpose: 'sales', state: 'given' });
    expect((await send(path, [['action', 'stop']])).status).toBe(200);
    expect((await stateOf(lead)).filter((state) => state.endsWith(' withdrawn'))).toHaveLength(15);
    const { items } = (await lead.tenant.get<{ items: DncEntry[] }>('/v1/dnc')).body;
    expect(items.map(({ value, channels, source }) => [value, channels, source]).sort()).toEqual([
      ['+14155552671', [], 'preference-centre'],
      ['ada@example.com', [], 'preference-centre'],
    ]);
    for (const contact of [{}, { channel: 'email', purpose: 'service' }, { channel: 'voice', purpose: 'marketing' }])
      expect((await decide(lead, contact))[1]).toEqual(expect.arrayContaining(['on_dnc', 'consent_withdrawn']));
    const [, stopped] = await asData<Preferences>(path);
    expect([stopped.stoppedAt, stopped.matters.every(({ isBlocked }) => isBlocked)]).toEqual([NOON.toISOString(), true]);

    await send(path, [['action', 'resume']]);
    expect((await lead.tenant.get<{ items: DncEntry[] }>('/v1/dnc')).body.items).toEqual([]);
    expect((await decide(lead)).slice(0, 2)).toEqual(['deny', ['consent_withdrawn']]);
  });

  it('tells nobody whether a link is over, revoked, of a lead that is gone, or never was', async () => {
    const lead = await knownLead();
    const { tenant, leadId } = lead;
    const [over, revoked, gone] = await Promise.all([linkTo(lead, { expiresInDays: 1 }), linkTo(lead), linkTo(lead)]);
    expect((await tenant.delete(`/v1/preference-links/${revoked.body.id}`)).status).toBe(204);
    expect((await tenant.delete(`/v1/preference-links/${revoked.body.id}`)).status).toBe(204);
    const toldOf = (id: string) =>
      ['created', 'revoked'].flatMap((what) => app.published.ofType(`preference-link.${what}`)).filter(({ key }) => key.endsWith(id));
    await eventually(() =>
      expect(toldOf(revoked.body.id)).toMatchObject([
        { headers: { ce_sequence: '1' }, data: { leadId, expiresAt: revoked.body.expiresAt } },
        { headers: { ce_sequence: '2' }, data: { leadId, revokedAt: NOON.toISOString() } },
      ]),
    );
    const answerOf = async (path: string): Promise<string> => {
      const page = await open(path);
      const [status, { requestId: _requestId, ...problem }] = await asData<Problem>(path);
      return JSON.stringify([page.status, await page.text(), status, problem]);
    };
    const unknown = await answerOf(`/v1/preference-centre/${'A'.repeat(64)}`);
    expect(unknown).toContain('COMPLIANCE.PREFERENCES_UNKNOWN');
    expect(await answerOf('/v1/preference-centre/short')).toBe(unknown);
    expect(await answerOf(revoked.body.path)).toBe(unknown);
    now = new Date(NOON.getTime() + 25 * HOUR_MS);
    expect([await answerOf(over.body.path), (await open(gone.body.path)).status]).toEqual([unknown, 200]);
    now = NOON;
    await app.publish(leadDeleted({ tenantId: tenant.tenantId, leadId, sequence: 2 }));
    await eventually(async () => expect(await answerOf(gone.body.path)).toBe(unknown));
  });

  it('changes nothing for what it cannot tell, or what another site sends', async () => {
    const lead = await knownLead();
    const { path } = (await linkTo(lead)).body;
    const unclear = await send(path, [['action', 'save']]);
    expect([unclear.status, await unclear.text()]).toEqual([
      422,
      expect.stringMatching(/role="alert"[^]*We could not tell what you chose/),
    ]);
    expect((await send(path, [['action', 'stop']], { 'sec-fetch-site': 'cross-site' })).status).toBe(403);
    expect([await ledgerOf(lead), (await asData<Preferences>(path))[1].stoppedAt]).toEqual([[], null]);
  });

  it('opens for whom a lead became: a no there is said by both, a yes by the survivor', async () => {
    const lead = await knownLead();
    const { tenant } = lead;
    const { path } = (await linkTo(lead)).body;
    const survivor = { tenant, leadId: uuidV7.next() };
    await app.publish(
      leadCaptured({ tenantId: tenant.tenantId, leadId: survivor.leadId, sequence: 1 }),
      leadMerged({ tenantId: tenant.tenantId, leadId: lead.leadId, sequence: 2 }, survivor.leadId),
    );
    const isDeleted = async () => (await tenant.get<ContactState>(`/v1/leads/${lead.leadId}/contact-state`)).body.deleted;
    await eventually(async () => expect(await isDeleted()).toBe(true));
    await send(path, [
      ['action', 'save'],
      ['shown', 'sales.email.off'],
      ['shown', 'sales.sms.off'],
      ['agree', 'sales.sms'],
    ]);
    expect((await ledgerOf(survivor)).map(({ leadId, channel, state }) => [leadId, channel, state])).toEqual([
      [survivor.leadId, 'sms', 'given'],
      [lead.leadId, 'email', 'withdrawn'],
      [survivor.leadId, 'email', 'withdrawn'],
    ]);
  });
});

describe('a consent for a time', () => {
  it('counts as not given from then on, and is told once', async () => {
    const lead = await knownLead();
    const { tenant, leadId } = lead;
    const expiresAt = new Date(NOON.getTime() + 30_000).toISOString();
    const { body } = await tenant.post<ConsentEntry>('/v1/consents', {
      leadId,
      channel: 'sms',
      purpose: 'sales',
      state: 'given',
      expiresAt,
    });
    const replaced = await ask(lead, { purpose: 'marketing', consentDays: 1 });
    await codeOf(replaced.path);
    await tenant.post('/v1/consents', { leadId, channel: 'sms', purpose: 'marketing', state: 'given' });
    expect(await decide(lead)).toEqual(['allow', ['consent_given'], expiresAt]);
    const voice = { leadId, channel: 'voice', purpose: 'sales' };
    await tenant.post('/v1/consents', { ...voice, state: 'withdrawn' });
    const lifting = await tenant.post<ConsentEntry>('/v1/consents', { ...voice, state: 'given', expiresAt });

    now = new Date(NOON.getTime() + 26 * HOUR_MS);
    expect((await decide(lead)).slice(0, 2)).toEqual(['deny', ['no_consent']]);
    expect(await stateOf(lead)).toEqual(['marketing sms given', 'sales sms expired', 'sales voice withdrawn']);
    expect(await stateOf(lead, new Date(NOON.getTime() + 29_999).toISOString())).toContain('sales sms given');
    await sweep();
    await sweep();
    const told = () => app.published.ofType('consent.expired').filter(({ key }) => key.endsWith(leadId));
    await eventually(() => expect(told()).toHaveLength(2));
    const ended = (entryId: string, channel: string) => ({ leadId, entryId, channel, purpose: 'sales', expiredAt: expiresAt });
    const both = [ended(body.id, 'sms'), ended(lifting.body.id, 'voice')];
    expect(told().map(({ data }) => data)).toEqual(expect.arrayContaining(both));
    now = NOON;
  });

  it.each([
    [{ state: 'withdrawn', expiresAt: '2027-01-01T00:00:00Z' }, 'HTTP.INVALID_BODY'],
    [{ statedAt: '2026-11-01T00:00:00Z', expiresAt: '2026-11-01T00:00:00Z' }, 'COMPLIANCE.CONSENT_EXPIRES_TOO_SOON'],
    [{ proof: {} }, 'HTTP.INVALID_BODY'],
    [{ proof: { clientIp: 'nowhere' } }, 'HTTP.INVALID_BODY'],
  ])('is refused as %j', async (change, code) => {
    const given = { leadId: uuidV7.next(), channel: 'sms', purpose: 'sales', state: 'given' };
    const { status, body } = await app.as().post<Problem>('/v1/consents', { ...given, ...change });
    expect([status, body.code]).toEqual([422, code]);
  });
});

/** Runs the job to its end. */
async function sweep(): Promise<void> {
  const at = await database.withoutTenant((tx) => requestRun(tx, 'expire-consents', 'spec'));
  await eventually(async () => {
    const runs = await database.withoutTenant((tx) => readJobHistory(tx, 'expire-consents', 10));
    expect(runs.find(({ scheduledFor }) => scheduledFor.getTime() === at.getTime())).toMatchObject({ outcome: 'succeeded' });
  });
}
