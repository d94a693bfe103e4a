import { createPublicKey, verify } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  type ContactDecision,
  type DataOf,
  type DecisionKey,
  type DncCheck,
  type Erasure,
  type ErasureCertificate,
  type ExaminedMessage,
  personDataErasedV1,
  personDataLocatedV1,
  type personDataRequestedV1,
  privacyTopic,
  type Problem,
  type Producer,
  SERVICES,
} from '@leadstream/contracts';
import { uuidV7 } from '@leadstream/kernel';
import { captureEvents, type EventCapture, eventually, leadCaptured, leadUpdated, type ServiceClient, sql } from '@leadstream/testing';
import { type ComplianceApp, startComplianceApp } from '../../test/compliance-app.js';
import { SecondProcess } from '../../test/second-process.js';
import { stated } from '../../test/stated.js';
import { canonicalJson } from '../decision/signature/canonical-json.rules.js';

type Request = DataOf<typeof personDataRequestedV1>;

const OTHERS = SERVICES.filter((service) => service !== 'compliance');
const PATIENCE_MS = 3_600_000;
const PAUSE_MS = 65_000;

let app: ComplianceApp;
let asked: EventCapture;
/** How far the service's clock is ahead. */
let aheadMs = 0;

const clock = { now: () => new Date(Date.now() + aheadMs) };
const settings = { ERASURE_PAUSE_MS: String(PAUSE_MS), ERASURE_PATIENCE_MS: String(PATIENCE_MS) };

beforeAll(async () => {
  app = await startComplianceApp(clock, { ...settings, ERASURE_TURN_MS: '250' });
  asked = await captureEvents(app.topics.name(privacyTopic), { vault: app.database });
});
afterAll(async () => {
  await asked?.stop();
  await app?.stop();
});

const person = (n: number) => ({ email: `canary${n}@example.com`, phone: `+1415555267${n}` });

/** A lead that is known here, with an address that is on the list and a channel that was withdrawn from. */
async function aLead(tenant: ServiceClient, addresses: ReturnType<typeof person>): Promise<string> {
  const leadId = uuidV7.next();
  await app.publish(leadCaptured({ tenantId: tenant.tenantId, leadId, sequence: 1 }, { ...addresses, consents: [stated({})] }));
  await eventually(async () => {
    const { body } = await tenant.get<{ known: boolean }>(`/v1/leads/${leadId}/contact-state`);
    expect(body.known).toBe(true);
  });
  return leadId;
}

async function request(tenant: ServiceClient, leadId: string, reason = 'request'): Promise<Erasure> {
  const { status, body } = await tenant.post<Erasure>('/v1/erasures', { leadId, reason });
  expect(status).toBe(202);
  return body;
}

const shown = (tenant: ServiceClient, id: string) => tenant.get<Erasure>(`/v1/erasures/${id}`).then(({ body }) => body);

async function reaches(tenant: ServiceClient, id: string, step: Erasure['step']): Promise<Erasure> {
  return eventually(
    async () => {
      const found = await shown(tenant, id);
      expect(found.step).toBe(step);
      return found;
    },
    { withinMs: 30_000 },
  );
}

/** What the services were asked last. */
function question(id: string, step: Request['step'], round: number): Promise<Request> {
  return eventually(() => {
    const questions = asked.ofType('person-data.requested').map(({ data }) => data as Request);
    const found = questions.find((one) => one.requestId === id && one.step === step && one.round === round);
    if (found === undefined) throw new Error('nobody was asked');
    return found;
  });
}

async function locate(
  tenant: ServiceClient,
  id: string,
  round: number,
  services: readonly Producer[],
  references: string[] = [],
): Promise<void> {
  await question(id, 'references', round);
  await app.publisher.publish(
    personDataLocatedV1,
    services.map((service) => ({
      tenantId: tenant.tenantId,
      sequence: round,
      source: service,
      data: { requestId: id, service, step: 'references' as const, round, references },
    })),
  );
}

async function erase(tenant: ServiceClient, id: string, round: number, services: readonly Producer[]): Promise<void> {
  await question(id, 'erase', round);
  const store = { store: 'things', kind: 'table' as const, removed: 1, blanked: 0, kept: 0, keptFor: null };
  await app.publisher.publish(
    personDataErasedV1,
    services.map((service) => ({
      tenantId: tenant.tenantId,
      sequence: round,
      source: service,
      data: { requestId: id, service, round, stores: [store], doneAt: new Date().toISOString() },
    })),
  );
}

/** Lets the pause of the present step be over. */
function pass(ms: number): void {
  aheadMs += ms;
}

async function complete(tenant: ServiceClient, id: string): Promise<void> {
  await locate(tenant, id, 1, OTHERS);
  await reaches(tenant, id, 'forgetting');
  pass(PAUSE_MS);
  await erase(tenant, id, 1, OTHERS);
  await reaches(tenant, id, 'settling');
  pass(PAUSE_MS);
  await erase(tenant, id, 2, OTHERS);
  await reaches(tenant, id, 'certified');
}

/** Tables of the slice in which one of the words stands, in whatever column. */
async function tablesWith(words: readonly string[]): Promise<string[]> {
  const tables = await sql<{ name: string }>(
    app.database.adminUrl,
    `SELECT relname AS name FROM pg_class WHERE relnamespace = 'compliance'::regnamespace AND relkind IN ('r', 'p') AND NOT relispartition ORDER BY 1`,
  );
  const found: string[] = [];
  for (const { name } of tables) {
    const rows = await sql(
      app.database.adminUrl,
      `SELECT 1 FROM compliance.${name} AS t WHERE EXISTS (SELECT FROM unnest($1::text[]) AS word WHERE position(word IN t::text) > 0) LIMIT 1`,
      [words],
    );
    if (rows.length > 0) found.push(name);
  }
  return found;
}

describe('an erased person', () => {
  const { email, phone } = person(1);
  const formerPhone = '+14155552660';
  let tenant: ServiceClient;
  let leadId: string;
  let erasure: Erasure;

  beforeAll(async () => {
    tenant = app.as();
    leadId = await aLead(tenant, { email, phone: formerPhone });
    await app.publish(leadUpdated({ tenantId: tenant.tenantId, leadId, sequence: 2 }, { email, phone }));
    await tenant.post('/v1/dnc', { kind: 'email', value: email, channels: ['email'], reason: 'canary words' });
    const texts = { leadId, channel: 'sms', purpose: 'marketing' };
    await tenant.post('/v1/consents', { ...texts, state: 'withdrawn' });
    const expiresAt = new Date(clock.now().getTime() + 1_000).toISOString();
    await tenant.post('/v1/consents', { ...texts, state: 'given', expiresAt });
    const words = { leadId, channel: 'whatsapp', messageId: 'm1', text: 'How do I unsubscribe from these canary words?' };
    const { body: found } = await tenant.post<ExaminedMessage>('/v1/opt-out-reviews', words);
    expect(found.review?.state).toBe('waiting');
    erasure = await request(tenant, leadId);
    expect((await request(tenant, leadId)).id).toBe(erasure.id);
    await complete(tenant, erasure.id);
  });

  it('is certified, signed so that anybody can check it', async () => {
    const { body: certificate } = await tenant.get<ErasureCertificate>(`/v1/erasures/${erasure.id}/certificate`);
    expect(certificate).toMatchObject({ erasureId: erasure.id, leadIds: [leadId], reason: 'request', namesDestroyed: 3 });
    expect(certificate.services.map(({ service }) => service)).toEqual([...SERVICES]);
    const own = certificate.services.find(({ service }) => service === 'compliance');
    expect(own?.stores).toContainEqual({ store: 'dnc-entries', kind: 'table', removed: 1, blanked: 0, kept: 0, keptFor: null });
    const { signature, ...signed } = certificate;
    const { body: key } = await tenant.get<DecisionKey>(`/v1/decision-keys/${signature.keyId}`);
    const holds = (text: object): boolean =>
      verify(null, Buffer.from(canonicalJson(text)), createPublicKey(key.publicKey), Buffer.from(signature.value, 'base64url'));
    expect(holds(signed)).toBe(true);
    expect(holds({ ...signed, leadIds: [] })).toBe(false);
  });

  it('stands in no table any more, and in no event that can be opened', async () => {
    expect(await tablesWith([email, phone, phone.slice(1), formerPhone.slice(1), 'canary words'])).toEqual([]);
    const again = await captureEvents(app.topics.name(privacyTopic), { vault: app.database });
    await eventually(() => expect(again.ofType('person-data.requested').length).toBeGreaterThanOrEqual(3));
    expect(JSON.stringify(again.events.map(({ data }) => data))).not.toContain(email);
    await again.stop();
  });

  it('is still not contacted where it objected, and elsewhere unknown', async () => {
    const check = (body: object) => tenant.post<DncCheck>('/v1/dnc/check', body).then(({ body: { blocked } }) => blocked);
    expect(await check({ email, channel: 'email' })).toBe(true);
    expect(await check({ phone, channel: 'sms' })).toBe(true);
    expect(await check({ phone, channel: 'voice' })).toBe(false);
    expect([await check({ phone: formerPhone, channel: 'sms' }), await check({ phone: formerPhone, channel: 'voice' })]).toEqual([
      true,
      false,
    ]);
    // Nobody had looked at what it wrote there.
    expect(await check({ phone, channel: 'whatsapp' })).toBe(true);
    const again = await aLead(tenant, { email, phone });
    const decide = (body: object) => tenant.post<ContactDecision>('/v1/decisions', body).then(({ body: { outcome } }) => outcome);
    expect(await decide({ leadId: again, channel: 'email', purpose: 'marketing' })).toBe('deny');
    expect(await decide({ leadId, channel: 'voice', purpose: 'service' })).toBe('deny');
  });

  it('takes no statement any more, and comes back with no replay', async () => {
    const answer = await tenant.post<{ code: string }>('/v1/consents', { leadId, channel: 'email', purpose: 'marketing', state: 'given' });
    expect([answer.status, answer.body.code]).toEqual([404, 'COMPLIANCE.LEAD_ERASED']);
    const mark = uuidV7.next();
    const { tenantId } = tenant;
    await app.publish(
      leadCaptured({ tenantId, leadId, sequence: 9 }, { email: 'canary1-late@example.com' }),
      leadCaptured({ tenantId, leadId: mark, sequence: 1 }),
    );
    await aLead(tenant, person(8));
    expect(await tablesWith(['canary1-late'])).toEqual([]);
  });

  it('is erased again after the vault was restored, by the hashes that are kept here', async () => {
    const ofErasure = `(tenant_id, person_hash) IN (SELECT tenant_id, person_hash FROM compliance.destroyed_reference WHERE erasure_id = $1)`;
    const restored = await sql(
      app.database.adminUrl,
      `UPDATE vault.person_key SET wrapped_key = '\\x00', kek_id = 'test', destroyed_at = NULL, created_at = '2020-01-01'
        WHERE key_id IN (SELECT DISTINCT ON (person_hash) key_id FROM vault.person_key WHERE ${ofErasure}) RETURNING key_id`,
      [erasure.id],
    );
    expect(restored.length).toBeGreaterThanOrEqual(2);
    const other = new SecondProcess(app, clock, settings);
    expect(await other.reapply()).toEqual({ erasures: 1, keys: restored.length });
    await other.end();
    const live = `SELECT FROM vault.person_key WHERE destroyed_at IS NULL AND ${ofErasure}`;
    expect(await sql(app.database.adminUrl, live, [erasure.id])).toEqual([]);
    await eventually(() => {
      const answered = asked.ofType('person-data.erased').map(({ data }) => data as DataOf<typeof personDataErasedV1>);
      const questions = asked.ofType('person-data.requested').map(({ data }) => data as Request);
      const again = questions.find(({ purpose }) => purpose === 'restore');
      expect(again?.leadIds).toEqual([leadId]);
      expect(answered.map(({ requestId, service }) => [requestId, service])).toContainEqual([again?.requestId, 'compliance']);
    });
  });
});

describe('an erasure', () => {
  it('of a lead that nobody knows is refused', async () => {
    const { status, body } = await app.as().post<{ code: string }>('/v1/erasures', { leadId: uuidV7.next(), reason: 'request' });
    expect([status, body.code]).toEqual([404, 'COMPLIANCE.ERASURE_LEAD_UNKNOWN']);
  });

  it('is refused while a legal hold stands', async () => {
    const tenant = app.as();
    const leadId = await aLead(tenant, person(2));
    const lawyer = app.as(tenant.tenantId, ['tenant:write']);
    const { body: hold } = await lawyer.post<{ id: string }>('/v1/legal-holds', { leadId, matter: 'M-1', reason: 'Litigation.' });
    const { status, body } = await tenant.post<{ code: string; holdIds: string[] }>('/v1/erasures', { leadId, reason: 'objection' });
    expect([status, body.code, body.holdIds]).toEqual([409, 'COMPLIANCE.ERASURE_HELD', [hold.id]]);
  });

  it('waits for a silent service, says so, and goes on when it answers', async () => {
    const tenant = app.as();
    const leadId = await aLead(tenant, person(3));
    const { id } = await request(tenant, leadId);
    await locate(
      tenant,
      id,
      1,
      OTHERS.filter((service) => service !== 'lead'),
    );
    await eventually(async () => expect((await shown(tenant, id)).waitingFor).toEqual(['lead']));
    pass(PATIENCE_MS);
    await eventually(async () => expect((await shown(tenant, id)).status).toBe('escalated'), { withinMs: 30_000 });
    expect((await tenant.get(`/v1/erasures/${id}/certificate`)).status).toBe(409);
    await locate(tenant, id, 1, ['lead']);
    expect((await reaches(tenant, id, 'forgetting')).status).toBe('running');
  });

  it('asks again for leads that it did not know, and has them erased as well', async () => {
    const tenant = app.as();
    const leadId = await aLead(tenant, person(4));
    const { id } = await request(tenant, leadId);
    const found = uuidV7.next();
    await locate(tenant, id, 1, ['lead'], [`lead:${found}`, 'email:canary4-old@example.com']);
    const { leadIds, addresses } = await question(id, 'references', 2);
    expect([leadIds.toSorted(), addresses]).toEqual([[leadId, found].sort(), expect.arrayContaining(['email:canary4-old@example.com'])]);
    await locate(tenant, id, 2, OTHERS);
    await reaches(tenant, id, 'forgetting');
    pass(PAUSE_MS);
    expect((await question(id, 'erase', 1)).leadIds).toHaveLength(2);
    expect((await tenant.get<{ items: Erasure[] }>(`/v1/erasures?leadId=${found}`)).body.items.map((one) => one.id)).toEqual([id]);
  });

  it('is of a person who was more than a thousand leads, and refuses more than ten thousand', async () => {
    const tenant = app.as();
    const leadId = await aLead(tenant, person(6));
    const mergeMore = (count: number) =>
      sql(
        app.database.adminUrl,
        `INSERT INTO compliance.known_lead (tenant_id, lead_id, sequence, merged_into, deleted_at) SELECT $1, uuidv7(), 1, $2, now() FROM generate_series(1, $3)`,
        [tenant.tenantId, leadId, count],
      );
    await mergeMore(10_000);
    const refused = await tenant.post<Problem>('/v1/erasures', { leadId, reason: 'request' });
    expect([refused.status, refused.body.code]).toEqual([409, 'COMPLIANCE.PERSON_TOO_LARGE']);
    expect((await tenant.get<{ items: Erasure[] }>('/v1/erasures')).body.items).toEqual([]);
    await sql(app.database.adminUrl, 'DELETE FROM compliance.known_lead WHERE merged_into = $1', [leadId]);
    await mergeMore(1_200);
    const { id } = await request(tenant, leadId);
    expect((await question(id, 'references', 1)).leadIds).toHaveLength(1_201);
    await locate(tenant, id, 1, OTHERS);
    expect((await reaches(tenant, id, 'forgetting')).leadIds).toHaveLength(1_201);
  });

  it('is certified though a process dies at every transaction, and nobody is asked twice', async () => {
    const tenant = app.as();
    const leadId = await aLead(tenant, person(5));
    const { id } = await request(tenant, leadId, 'objection');
    const other = new SecondProcess(app, clock, settings);
    const dieEverywhere = async (): Promise<void> => {
      for (let transaction = 1; !(await other.runUntil(transaction)); transaction += 1);
    };
    await locate(tenant, id, 1, OTHERS);
    await dieEverywhere();
    await reaches(tenant, id, 'forgetting');
    for (const [round, step] of [
      [1, 'settling'],
      [2, 'certified'],
    ] as const) {
      pass(PAUSE_MS);
      await dieEverywhere();
      await erase(tenant, id, round, OTHERS);
      await dieEverywhere();
      await reaches(tenant, id, step);
    }
    await other.end();
    const questions = asked.ofType('person-data.requested').map(({ data }) => data as Request);
    expect(questions.filter((one) => one.requestId === id).map(({ step, round }) => [step, round])).toEqual([
      ['references', 1],
      ['erase', 1],
      ['erase', 2],
    ]);
    expect((await tenant.get<ErasureCertificate>(`/v1/erasures/${id}/certificate`)).body.erasureId).toBe(id);
    // It objected, and had never withdrawn anything: nobody may contact it again at any of its addresses.
    for (const address of [{ email: person(5).email }, { phone: person(5).phone }]) {
      expect((await tenant.post<DncCheck>('/v1/dnc/check', address)).body.blocked).toBe(true);
    }
  });
});
