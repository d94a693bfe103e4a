import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { emailIngestTopic, messageEngagedV1, messageStateChangedV1, personDataRequestedV1 } from '@leadstream/contracts';
import { type SystemTx, TenantDatabase } from '@leadstream/persistence';
import { captureEvents, eventually, leadCaptured, leadDeleted, sql } from '@leadstream/testing';
import { type EmailEventsApp, startEmailEventsApp } from '../../test/email-events-app.js';
import { SendingTenant } from '../../test/sending-tenant.js';
import { event } from '../../test/sendgrid.js';
import { DeliveryKeysService } from '../intake/delivery-keys.service.js';

const DAY_MS = 24 * 3_600_000;
const LIVE_KEYS = 'SELECT count(*)::int AS live FROM vault.person_key WHERE tenant_id = $1 AND key_id = $2 AND destroyed_at IS NULL';

let app: EmailEventsApp;
let tenant: SendingTenant;
beforeAll(async () => {
  app = await startEmailEventsApp();
});
afterAll(() => app?.stop());
beforeEach(async () => {
  tenant = await SendingTenant.register(app);
});

describe('a message', () => {
  it('ends in its highest state, in whatever order and deliveries its events come', async () => {
    const at = (seconds: number) => ({ timestamp: 1_600_000_000 + seconds });
    await tenant.deliver([event('click', at(30)), event('processed', at(0))]);
    await tenant.deliver([event('open', at(20)), event('delivered', at(10))]);
    await tenant.drained();
    expect(await tenant.messages()).toMatchObject([
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
      await tenant.deliver([event(kind)]);
      await tenant.drained();
    }
    await eventually(() => {
      const ours = app.published.ofType(messageStateChangedV1.type).filter(({ headers }) => headers['ce_tenantid'] === tenant.id);
      expect(ours.map(({ data }) => data)).toMatchObject([
        { from: null, to: 'processed', leadId: null },
        { from: 'processed', to: 'opened' },
      ]);
      expect(ours.map(({ headers }) => headers['ce_sequence'])).toEqual(['1', '2']);
    });
  });

  it('tells each act of its recipient once: passed over, late or done again', async () => {
    const leadId = randomUUID();
    const at = (seconds: number) => ({ timestamp: 1_600_000_000 + seconds });
    await app.publish(leadCaptured({ tenantId: tenant.id, leadId, sequence: 1 }, { email: 'ada@example.com' }));
    const knownAs = () => tenant.messages(`?leadId=${leadId}`);
    await tenant.deliver([event('delivered', at(0))]);
    await eventually(async () => expect(await knownAs()).toHaveLength(1));
    await tenant.deliver([event('open', { ...at(20), sg_event_id: 'first' }), event('click', at(30))]);
    await tenant.drained();
    const late = event('open', { ...at(10), sg_event_id: 'late' });
    for (const delivery of [[late], [late, event('click', { ...at(90_000), sg_event_id: 'again' })], [event('spamreport', at(95_000))]]) {
      await tenant.deliver(delivery);
      await tenant.drained();
    }
    const told = (type: string) =>
      app.published
        .ofType(type)
        .filter(({ headers }) => headers['ce_tenantid'] === tenant.id)
        .map(({ data }) => data);
    await eventually(() =>
      expect(told(messageStateChangedV1.type)).toMatchObject([{ to: 'delivered' }, { to: 'clicked' }, { to: 'complained' }]),
    );
    const [{ id: messageId } = { id: undefined }] = await knownAs();
    const same = { messageId, leadId, email: 'ada@example.com', provider: 'sendgrid', providerMessageId: 'LRzXl_NHStOGhQ4kofSm_A' };
    const acts = () =>
      (told(messageEngagedV1.type) as { occurredAt: string }[]).toSorted((one, other) => one.occurredAt.localeCompare(other.occurredAt));
    const actId = expect.any(String) as unknown;
    await eventually(() =>
      expect(acts()).toEqual([
        { actId, ...same, act: 'opened', providerEventId: 'late', occurredAt: '2020-09-13T12:26:50.000Z' },
        { actId, ...same, act: 'opened', providerEventId: 'first', occurredAt: '2020-09-13T12:27:00.000Z' },
        { actId, ...same, act: 'clicked', providerEventId: 'again', occurredAt: '2020-09-14T13:26:40.000Z' },
      ]),
    );
  });

  it('belongs to the lead that has its address now', async () => {
    const leadId = randomUUID();
    await tenant.deliver([event('delivered')]);
    await tenant.drained();
    expect(await tenant.messages(`?leadId=${leadId}`)).toEqual([]);
    await app.publish(leadCaptured({ tenantId: tenant.id, leadId, sequence: 1 }, { email: 'ada@example.com' }));
    await eventually(async () => expect(await tenant.messages(`?leadId=${leadId}`)).toMatchObject([{ leadId, state: 'delivered' }]));
    await app.publish(leadDeleted({ tenantId: tenant.id, leadId, sequence: 2 }));
    await eventually(async () => expect(await tenant.messages(`?leadId=${leadId}`)).toEqual([]));
    expect(await tenant.messages()).toMatchObject([{ leadId: null }]);
  });

  it('goes when the person it went to is erased, and is not made again by what is told again', async () => {
    const leadId = randomUUID();
    const addresses = ['email:ada@example.com'];
    const delivered = event('delivered');
    await app.publish(leadCaptured({ tenantId: tenant.id, leadId, sequence: 1 }, { email: 'ada@example.com' }));
    await tenant.deliver([delivered, event('bounce', { email: 'bob@example.com' })]);
    await tenant.drained();
    await eventually(async () => expect(await tenant.messages(`?leadId=${leadId}`)).toHaveLength(1));
    const data = { requestId: randomUUID(), purpose: 'erasure' as const, step: 'erase' as const, round: 1, leadIds: [leadId], addresses };
    await app.publish({ contract: personDataRequestedV1, event: { tenantId: tenant.id, sequence: 1, data } });
    const left = async () => ({
      messages: (await tenant.messages()).map(({ email }) => email),
      events: (await tenant.stored()).map(({ email }) => email),
      leads: await sql(app.database.adminUrl, 'SELECT email, deleted FROM email_events.known_lead WHERE tenant_id = $1', [tenant.id]),
    });
    const bobs = { messages: ['bob@example.com'], events: ['bob@example.com'], leads: [{ email: null, deleted: true }] };
    await eventually(async () => expect(await left()).toEqual(bobs));
    await tenant.deliver([delivered]);
    await tenant.drained();
    expect(await left()).toEqual(bobs);

    // What is told for the first time is counted, and says nothing of anybody; the address is somebody's again once a lead has it.
    await tenant.deliver([event('open', { sg_event_id: 'late' })]);
    await tenant.drained();
    expect((await left()).messages).toEqual(['bob@example.com']);
    const kept =
      'SELECT kind, email, message_id AS message, payload::text FROM email_events.email_event WHERE tenant_id = $1 AND provider_event_id = $2';
    expect(await sql(app.database.adminUrl, kept, [tenant.id, 'late'])).toEqual([
      { kind: 'open', email: null, message: null, payload: null },
    ]);
    const again = randomUUID();
    await app.publish(leadCaptured({ tenantId: tenant.id, leadId: again, sequence: 1 }, { email: 'ada@example.com' }));
    await eventually(async () => expect((await left()).leads).toHaveLength(2));
    await tenant.deliver([event('click')]);
    await eventually(async () => expect(await tenant.messages(`?leadId=${again}`)).toMatchObject([{ state: 'clicked' }]));
  });

  it('goes when it went to somebody who is no lead and is erased by the address', async () => {
    await tenant.deliver([event('delivered'), event('bounce', { email: 'bob@example.com' })]);
    await tenant.drained();
    const addresses = ['email:bob@example.com'];
    const data = { requestId: randomUUID(), purpose: 'erasure' as const, step: 'erase' as const, round: 1, leadIds: [], addresses };
    await app.publish({ contract: personDataRequestedV1, event: { tenantId: tenant.id, sequence: 1, data } });
    const left = async () => [await tenant.messages(), await tenant.stored()].map((rows) => rows.map(({ email }) => email));
    await eventually(async () => expect(await left()).toEqual([['ada@example.com'], ['ada@example.com']]));
  });

  it('is told of in the log under the key of the day, which goes when the log has forgotten the day', async () => {
    const log = await captureEvents(app.topics.name(emailIngestTopic.name));
    await tenant.deliver([event('delivered', { email: 'sealed.ada@example.com' })]);
    const ours = () => log.events.filter(({ headers }) => headers['ce_tenantid'] === tenant.id);
    await eventually(() => expect(ours()).toHaveLength(1));
    await log.stop();
    expect(ours().map(({ headers }) => headers['ce_dataversion'])).toEqual(['2']);
    expect(JSON.stringify(ours().map(({ key, headers, text }) => [key, headers, text]))).not.toContain('sealed.ada');
    const keys = app.service.app.get(DeliveryKeysService);
    const run = { step: <T>(work: (tx: SystemTx) => Promise<T>) => app.service.app.get(TenantDatabase).withoutTenant(work) };
    const stateOf = async () =>
      (await sql<{ live: number }>(app.database.adminUrl, LIVE_KEYS, [tenant.id, ours()[0]?.headers['ce_personkey']]))[0]?.live;
    const { receivedOn } = ours()[0]?.data as { receivedOn: string };
    const daysLater = (days: number) => new Date(Date.parse(receivedOn) + days * DAY_MS);
    await keys.run(run, daysLater(14));
    expect(await stateOf()).toBe(1);
    await keys.run(run, daysLater(15));
    expect(await stateOf()).toBe(0);
  });

  it('is one for each recipient of a send', async () => {
    await tenant.deliver([event('delivered'), event('bounce', { email: 'bob@example.com' })]);
    await tenant.drained();
    expect((await tenant.messages()).map(({ email, state }) => [email, state]).sort()).toEqual([
      ['ada@example.com', 'delivered'],
      ['bob@example.com', 'bounced'],
    ]);
    expect(await tenant.messages('?state=bounced')).toHaveLength(1);
    expect(await tenant.messages('?email=ADA@example.com')).toHaveLength(1);
  });
});
