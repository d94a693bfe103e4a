import { generateKeyPairSync, randomUUID, sign } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import {
  type EmailEvent,
  type EmailMessage,
  emailIngestTopic,
  emailTopic,
  leadCapturedV1,
  leadDeletedV1,
  leadTopic,
  messageStateChangedV1,
  type WebhookEndpoint,
} from '@leadstream/contracts';
import { type RunningService, startHttpService } from '@leadstream/http';
import {
  captureEvents,
  type EventCapture,
  EventPublisher,
  eventually,
  type ServiceAnswer,
  ServiceClient,
  serviceEnvironment,
  testDatabase,
  type TestDatabase,
  testTopics,
  type TestTopics,
} from '@leadstream/testing';
import pg from 'pg';
import { AppModule } from './app.module.js';
import { emailEventsConfig } from './config.js';
import { serviceOptions } from './service-options.js';

type Receipt = ServiceAnswer<Record<string, unknown>>;

const keys = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const publicKey = keys.publicKey.export({ format: 'der', type: 'spki' }).toString('base64');

let database: TestDatabase;
let topics: TestTopics;
let service: RunningService;
let publisher: EventPublisher;
let published: EventCapture;
let tenantId: string;
let client: ServiceClient;
let endpoint: WebhookEndpoint;

beforeAll(async () => {
  [database, topics] = await Promise.all([testDatabase(), testTopics([leadTopic, emailIngestTopic, emailTopic])]);
  [publisher, published] = await Promise.all([EventPublisher.connect(topics), captureEvents(topics.name(emailTopic), { vault: database })]);
  const config = emailEventsConfig.parse(serviceEnvironment('email_events', database, topics));
  service = await startHttpService(AppModule.with(config), serviceOptions(config));
}, 60_000);

afterAll(async () => {
  await service?.close();
  await Promise.all([publisher?.close(), published?.stop()]);
  await Promise.all([database?.drop(), topics?.drop()]);
}, 60_000);

beforeEach(async () => {
  tenantId = randomUUID();
  client = new ServiceClient({ url: service.url ?? '', audience: 'email-events', tenantId, scopes: ['email:read', 'email:write'] });
  endpoint = (await client.post<WebhookEndpoint>('/v1/email/endpoints', { provider: 'sendgrid', name: 'main', publicKey })).body;
});

const event = (kind: string, change: Record<string, unknown> = {}): Record<string, unknown> => ({
  email: 'ada@example.com',
  event: kind,
  timestamp: 1_600_000_000,
  sg_event_id: randomUUID(),
  sg_message_id: 'LRzXl_NHStOGhQ4kofSm_A.filterdrecv-p3mdw1-756b745b58-kmzbl-18-5F5FC76C-9.0',
  ...change,
});

/** Sends bytes as SendGrid would; `signed` are other bytes than those that arrive. */
async function deliver(
  bytes: string,
  options: { signed?: string; agoSeconds?: number; headers?: Record<string, string>; path?: string; base?: string } = {},
): Promise<Receipt> {
  const timestamp = String(Math.floor(Date.now() / 1_000) - (options.agoSeconds ?? 0));
  const signature = sign('sha256', Buffer.from(timestamp + (options.signed ?? bytes)), keys.privateKey).toString('base64');
  const signatures = { 'x-twilio-email-event-webhook-signature': signature, 'x-twilio-email-event-webhook-timestamp': timestamp };
  const answer = await fetch(new URL(options.path ?? endpoint.path, options.base ?? service.url), {
    method: 'POST',
    body: bytes,
    headers: { 'content-type': 'application/json', ...(options.headers ?? signatures) },
  });
  return { status: answer.status, headers: answer.headers, body: (await answer.json()) as Record<string, unknown> };
}

const runSql = async (text: string): Promise<void> => {
  const admin = new pg.Client({ connectionString: database.adminUrl });
  await admin.connect();
  await admin.query(text);
  await admin.end();
};

const messages = async (query = '', who = client) => (await who.get<{ items: EmailMessage[] }>(`/v1/email/messages${query}`)).body.items;
const events = async (query = '') =>
  (await client.get<{ items: EmailEvent[]; nextCursor: string | null }>(`/v1/email/events${query}`)).body;

/** Stored events but for the markers of `drained`. */
const stored = async (): Promise<EmailEvent[]> => (await events('?limit=1000')).items.filter(({ kind }) => kind !== 'marker');

/** Waits until both partitions are worked off: so many deliveries fall into one alone only once in a million times. */
async function drained(): Promise<void> {
  const ids = Array.from({ length: 20 }, () => randomUUID());
  await Promise.all(ids.map((id) => deliver(JSON.stringify([{ event: 'marker', sg_event_id: id }]))));
  await eventually(async () => {
    const seen = new Set((await events('?limit=1000')).items.map(({ providerEventId }) => providerEventId));
    expect(ids.filter((id) => !seen.has(id))).toEqual([]);
  });
}

describe('a webhook delivery', () => {
  it('is answered once the log holds it, and shows shortly after', async () => {
    expect(await deliver(JSON.stringify([event('processed'), event('delivered')]))).toMatchObject({ status: 202, body: { received: 2 } });
    await eventually(async () => expect((await stored()).map(({ kind }) => kind).sort()).toEqual(['delivered', 'processed']));
  });

  it('is stored once, event by event, however often it comes, at once and later', async () => {
    const body = JSON.stringify([event('processed'), event('delivered'), event('open')]);
    await Promise.all(Array.from({ length: 8 }, () => deliver(body)));
    await drained();
    await deliver(body);
    await drained();
    expect(await stored()).toHaveLength(3);
  });

  it('counts an event once that stands twice in it, and again in others', async () => {
    const [twice, other] = [event('open'), event('open')];
    await Promise.all([[twice, twice], [twice, other], [other]].map((delivery) => deliver(JSON.stringify(delivery))));
    await drained();
    expect((await stored()).map(({ providerEventId }) => providerEventId).sort()).toEqual(
      [twice, other].map(({ sg_event_id }) => sg_event_id).sort(),
    );
  });

  it('is recognised months after it was stored', async () => {
    const body = JSON.stringify([event('open')]);
    await deliver(body);
    await drained();
    await runSql(`UPDATE email_events.email_event_identity SET received_at = received_at - interval '3 months'`);
    await deliver(body);
    await drained();
    expect(await stored()).toHaveLength(1);
  });

  it('is kept whole when it is larger than a record may be', async () => {
    const large = Array.from({ length: 40 }, () => event('open', { padding: 'x'.repeat(50_000) }));
    expect(await deliver(JSON.stringify(large))).toMatchObject({ status: 202, body: { received: 40 } });
    await eventually(async () => expect(await stored()).toHaveLength(40));
  });

  it('is refused as a whole when one event is larger than the log takes', async () => {
    const answer = await deliver(JSON.stringify([event('open'), event('open', { padding: 'x'.repeat(1_100_000) })]));
    expect(answer).toMatchObject({ status: 413, body: { code: 'INTAKE.EVENT_TOO_LARGE' } });
    await drained();
    expect(await stored()).toEqual([]);
  });

  it('keeps what it does not understand', async () => {
    const odd = [
      event('account_status_change'),
      { event: 'open', half: 'a pair \ud800' },
      event('delivered', { email: 'nul\u0000@example.com', timestamp: 'soon' }),
    ];
    expect((await deliver(JSON.stringify(odd))).body).toEqual({ received: 3 });
    await eventually(async () =>
      expect((await stored()).map(({ kind }) => kind).sort()).toEqual(['account_status_change', 'delivered', 'open']),
    );
  });

  it('is nothing to store when it is empty', async () => {
    expect(await deliver('[]')).toMatchObject({ status: 202, body: { received: 0 } });
  });

  it.each([
    ['changed on its way', { signed: '[]' }, 'EMAIL.SIGNATURE_WRONG'],
    ['signed an hour ago', { agoSeconds: 3_600 }, 'EMAIL.SIGNATURE_STALE'],
    ['signed an hour ahead', { agoSeconds: -3_600 }, 'EMAIL.SIGNATURE_STALE'],
    ['not signed', { headers: {} }, 'EMAIL.SIGNATURE_MISSING'],
  ])('is refused when it was %s, and nothing of it stays', async (_what, how, code) => {
    const answer = await deliver(JSON.stringify([event('open')]), how);
    expect(answer).toMatchObject({ status: 401, body: { code } });
    await drained();
    expect(await stored()).toEqual([]);
  });

  it('is refused when it was parsed and written again', async () => {
    const signed = JSON.stringify([event('open')], null, 2);
    expect(await deliver(JSON.stringify(JSON.parse(signed)), { signed })).toMatchObject({
      status: 401,
      body: { code: 'EMAIL.SIGNATURE_WRONG' },
    });
  });

  it.each([
    ['{"event":"open"}', 'EMAIL.WEBHOOK_BODY'],
    ['[{"event":"open"}', 'EMAIL.WEBHOOK_BODY'],
    ['[{"event":"open"},7]', 'EMAIL.WEBHOOK_BODY'],
  ])('is refused as a whole when it is authentic but no array of events: %s', async (body, code) => {
    expect(await deliver(body)).toMatchObject({ status: 400, body: { code } });
    await drained();
    expect(await stored()).toEqual([]);
  });

  it('is refused at an endpoint that is unknown or disabled', async () => {
    const elsewhere = `/v1/hooks/email/sendgrid/${randomUUID()}`;
    expect(await deliver('[]', { path: elsewhere })).toMatchObject({ status: 404, body: { code: 'EMAIL.ENDPOINT_NOT_FOUND' } });
    expect((await client.delete(`/v1/email/endpoints/${endpoint.id}`)).status).toBe(204);
    expect((await deliver('[]')).status).toBe(404);
  });
});

describe('without a broker', () => {
  let alone: RunningService;
  beforeAll(async () => {
    const environment = { ...serviceEnvironment('email_events', database, topics), KAFKA_BROKERS: '127.0.0.1:1', ROLE: 'api' };
    const config = emailEventsConfig.parse(environment);
    alone = await startHttpService(AppModule.with(config), serviceOptions(config));
  });
  afterAll(() => alone?.close());

  it('a delivery is answered with 503 within the time limit, when to come again, and is not kept', async () => {
    const startedMs = performance.now();
    const answer = await deliver(JSON.stringify([event('open')]), { base: alone.url ?? '' });
    expect(answer).toMatchObject({ status: 503, body: { code: 'INTAKE.UNAVAILABLE' } });
    expect(answer.headers.get('retry-after')).toBe('5');
    expect(performance.now() - startedMs).toBeLessThan(10_000);
    await drained();
    expect(await stored()).toEqual([]);
  }, 30_000);

  it('a delivery is still judged first', async () => {
    expect(await deliver('[]', { signed: '[1]', base: alone.url ?? '' })).toMatchObject({ status: 401 });
  });
});

describe('a message', () => {
  it('ends in its highest state, in whatever order and deliveries its events come', async () => {
    const at = (seconds: number) => ({ timestamp: 1_600_000_000 + seconds });
    await deliver(JSON.stringify([event('click', at(30)), event('processed', at(0))]));
    await deliver(JSON.stringify([event('open', at(20)), event('delivered', at(10))]));
    await drained();
    expect(await messages()).toMatchObject([
      {
        state: 'clicked',
        stateAt: '2020-09-13T12:27:10.000Z',
        firstEventAt: '2020-09-13T12:26:40.000Z',
        providerMessageId: 'LRzXl_NHStOGhQ4kofSm_A',
      },
    ]);
  });

  it('announces each advance once, in order', async () => {
    for (const kind of ['processed', 'open', 'delivered']) {
      await deliver(JSON.stringify([event(kind)]));
      await drained();
    }
    await eventually(() => {
      const ours = published.ofType(messageStateChangedV1.type).filter(({ headers }) => headers['ce_tenantid'] === tenantId);
      expect(ours.map(({ data }) => data)).toMatchObject([
        { from: null, to: 'processed', leadId: null },
        { from: 'processed', to: 'opened' },
      ]);
      expect(ours.map(({ headers }) => headers['ce_sequence'])).toEqual(['1', '2']);
    });
  });

  it('belongs to the lead that has its address now', async () => {
    const leadId = randomUUID();
    const nothing = { externalId: null, firstName: null, lastName: null, phone: null, company: null, timeZone: null, importId: null };
    const data = {
      ...nothing,
      leadId,
      email: 'ada@example.com',
      source: 'x',
      status: 'new' as const,
      capturedAt: '2020-01-01T00:00:00Z',
      consents: [],
    };
    await deliver(JSON.stringify([event('delivered')]));
    await drained();
    expect(await messages(`?leadId=${leadId}`)).toEqual([]);
    await publisher.publish(leadCapturedV1, [{ tenantId, sequence: 1, data }]);
    await eventually(async () => expect(await messages(`?leadId=${leadId}`)).toMatchObject([{ leadId, state: 'delivered' }]));
    await publisher.publish(leadDeletedV1, [{ tenantId, sequence: 2, data: { leadId, deletedAt: '2020-01-02T00:00:00Z' } }]);
    await eventually(async () => expect(await messages(`?leadId=${leadId}`)).toEqual([]));
    expect(await messages()).toMatchObject([{ leadId: null }]);
  });

  it('is one for each recipient of a send', async () => {
    await deliver(JSON.stringify([event('delivered'), event('bounce', { email: 'bob@example.com' })]));
    await drained();
    expect((await messages()).map(({ email, state }) => [email, state]).sort()).toEqual([
      ['ada@example.com', 'delivered'],
      ['bob@example.com', 'bounced'],
    ]);
    expect(await messages('?state=bounced')).toHaveLength(1);
    expect(await messages('?email=ADA@example.com')).toHaveLength(1);
  });
});

describe('lists', () => {
  it('come in pages that neither repeat nor miss', async () => {
    await deliver(JSON.stringify(Array.from({ length: 7 }, () => event('open'))));
    await eventually(async () => expect(await stored()).toHaveLength(7));
    const seen: string[] = [];
    for (let cursor: string | null = ''; cursor !== null;) {
      const page: { items: EmailEvent[]; nextCursor: string | null } = await events(`?limit=3${cursor && `&cursor=${cursor}`}`);
      seen.push(...page.items.map(({ id }) => id));
      cursor = page.nextCursor;
    }
    expect(new Set(seen).size).toBe(7);
    expect(seen).toHaveLength(7);
  });

  it('refuse a cursor that was made up', async () => {
    expect(await client.get('/v1/email/events?cursor=e30')).toMatchObject({ status: 400, body: { code: 'HTTP.BAD_CURSOR' } });
  });

  it('show nothing to another tenant', async () => {
    await deliver(JSON.stringify([event('delivered')]));
    await eventually(async () => expect(await stored()).toHaveLength(1));
    const stranger = client.ofTenant(randomUUID());
    for (const path of ['/v1/email/messages', '/v1/email/events', '/v1/email/endpoints']) {
      expect((await stranger.get<{ items: unknown[] }>(path)).body.items).toEqual([]);
    }
    expect((await stranger.delete(`/v1/email/endpoints/${endpoint.id}`)).status).toBe(404);
  });
});

describe('an endpoint', () => {
  it('is registered once per idempotency key', async () => {
    const register = () =>
      client.post<WebhookEndpoint>('/v1/email/endpoints', { provider: 'sendgrid', name: 'second', publicKey }, { 'idempotency-key': 'k1' });
    const [first, again] = [await register(), await register()];
    expect(again.body.id).toBe(first.body.id);
    expect(again.headers.get('idempotency-replayed')).toBe('true');
    expect((await client.get<{ items: unknown[] }>('/v1/email/endpoints')).body.items).toHaveLength(2);
  });

  it('needs a P-256 key', async () => {
    const other = generateKeyPairSync('ec', { namedCurve: 'P-384' }).publicKey.export({ format: 'der', type: 'spki' }).toString('base64');
    const answer = await client.post('/v1/email/endpoints', { provider: 'sendgrid', name: 'x', publicKey: other });
    expect(answer).toMatchObject({ status: 422, body: { code: 'EMAIL.BAD_PUBLIC_KEY', errors: [{ path: 'publicKey' }] } });
  });
});
