import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { RunningService } from '@leadstream/http';
import { eventually, serviceEnvironment, sql } from '@leadstream/testing';
import { type EmailEventsApp, startEmailEventsApp, startService } from '../../test/email-events-app.js';
import { SendingTenant } from '../../test/sending-tenant.js';
import { event } from '../../test/sendgrid.js';

let app: EmailEventsApp;
let tenant: SendingTenant;
beforeAll(async () => {
  app = await startEmailEventsApp();
});
afterAll(() => app?.stop());
beforeEach(async () => {
  tenant = await SendingTenant.register(app);
});

describe('a webhook delivery', () => {
  it('is answered once the log holds it, and shows shortly after', async () => {
    expect(await tenant.deliver([event('processed'), event('delivered')])).toMatchObject({ status: 202, body: { received: 2 } });
    await eventually(async () => expect((await tenant.stored()).map(({ kind }) => kind).sort()).toEqual(['delivered', 'processed']));
  });

  it('is stored once, event by event, however often it comes, at once and later', async () => {
    const body = JSON.stringify([event('processed'), event('delivered'), event('open')]);
    await Promise.all(Array.from({ length: 8 }, () => tenant.deliver(body)));
    await tenant.drained();
    await tenant.deliver(body);
    await tenant.drained();
    expect(await tenant.stored()).toHaveLength(3);
  });

  it('counts an event once that stands twice in it, and again in others', async () => {
    const [twice, other] = [event('open'), event('open')];
    await Promise.all([[twice, twice], [twice, other], [other]].map((delivery) => tenant.deliver(delivery)));
    await tenant.drained();
    expect((await tenant.stored()).map(({ providerEventId }) => providerEventId).sort()).toEqual(
      [twice, other].map(({ sg_event_id }) => sg_event_id).sort(),
    );
  });

  it('is recognised months after it was stored', async () => {
    const body = JSON.stringify([event('open')]);
    await tenant.deliver(body);
    await tenant.drained();
    await sql(app.database.adminUrl, `UPDATE email_events.email_event_identity SET received_at = received_at - interval '3 months'`);
    await tenant.deliver(body);
    await tenant.drained();
    expect(await tenant.stored()).toHaveLength(1);
  });

  it('is kept whole when it is larger than a record may be', async () => {
    const large = Array.from({ length: 40 }, () => event('open', { padding: 'x'.repeat(50_000) }));
    expect(await tenant.deliver(large)).toMatchObject({ status: 202, body: { received: 40 } });
    await eventually(async () => expect(await tenant.stored()).toHaveLength(40));
  });

  it('is refused as a whole when one event is larger than the log takes', async () => {
    const answer = await tenant.deliver([event('open'), event('open', { padding: 'x'.repeat(800_000) })]);
    expect(answer).toMatchObject({ status: 413, body: { code: 'INTAKE.EVENT_TOO_LARGE' } });
    await tenant.drained();
    expect(await tenant.stored()).toEqual([]);
  });

  it('keeps what it does not understand', async () => {
    const odd = [
      event('account_status_change'),
      { event: 'open', half: 'a pair \ud800' },
      event('delivered', { email: 'nul\u0000@example.com', timestamp: 'soon' }),
    ];
    expect((await tenant.deliver(odd)).body).toEqual({ received: 3 });
    await eventually(async () =>
      expect((await tenant.stored()).map(({ kind }) => kind).sort()).toEqual(['account_status_change', 'delivered', 'open']),
    );
  });

  it('is nothing to store when it is empty', async () => {
    expect(await tenant.deliver('[]')).toMatchObject({ status: 202, body: { received: 0 } });
  });

  it.each([
    ['changed on its way', { signed: '[]' }, 'EMAIL.SIGNATURE_WRONG'],
    ['signed an hour ago', { agoSeconds: 3_600 }, 'EMAIL.SIGNATURE_STALE'],
    ['signed an hour ahead', { agoSeconds: -3_600 }, 'EMAIL.SIGNATURE_STALE'],
    ['not signed', { headers: {} }, 'EMAIL.SIGNATURE_MISSING'],
  ])('is refused when it was %s, and nothing of it stays', async (_what, how, code) => {
    const answer = await tenant.deliver([event('open')], how);
    expect(answer).toMatchObject({ status: 401, body: { code } });
    await tenant.drained();
    expect(await tenant.stored()).toEqual([]);
  });

  it('is refused when it was parsed and written again', async () => {
    const signed = JSON.stringify([event('open')], null, 2);
    expect(await tenant.deliver(JSON.stringify(JSON.parse(signed)), { signed })).toMatchObject({
      status: 401,
      body: { code: 'EMAIL.SIGNATURE_WRONG' },
    });
  });

  it.each([
    ['{"event":"open"}', 'EMAIL.WEBHOOK_BODY'],
    ['[{"event":"open"}', 'EMAIL.WEBHOOK_BODY'],
    ['[{"event":"open"},7]', 'EMAIL.WEBHOOK_BODY'],
  ])('is refused as a whole when it is authentic but no array of events: %s', async (body, code) => {
    expect(await tenant.deliver(body)).toMatchObject({ status: 400, body: { code } });
    await tenant.drained();
    expect(await tenant.stored()).toEqual([]);
  });

  it('is refused at an endpoint that is unknown or disabled', async () => {
    const elsewhere = `/v1/hooks/email/sendgrid/${randomUUID()}`;
    expect(await tenant.deliver('[]', { path: elsewhere })).toMatchObject({ status: 404, body: { code: 'EMAIL.ENDPOINT_NOT_FOUND' } });
    expect((await tenant.client.delete(`/v1/email/endpoints/${tenant.endpoint.id}`)).status).toBe(204);
    expect((await tenant.deliver('[]')).status).toBe(404);
  });
});

describe('without a broker', () => {
  let alone: RunningService;
  beforeAll(async () => {
    const environment = serviceEnvironment('email_events', app.database, app.topics);
    alone = await startService({ ...environment, KAFKA_BROKERS: '127.0.0.1:1', ROLE: 'api' });
  });
  afterAll(() => alone?.close());

  it('a delivery is answered with 503 within the time limit, when to come again, and is not kept', async () => {
    const startedMs = performance.now();
    const answer = await tenant.deliver([event('open')], { base: alone.url ?? '' });
    expect(answer).toMatchObject({ status: 503, body: { code: 'INTAKE.UNAVAILABLE' } });
    expect(answer.headers.get('retry-after')).toBe('5');
    // The limit is 5 s; the rest is for a machine with much else to do.
    expect(performance.now() - startedMs).toBeLessThan(30_000);
    await tenant.drained();
    expect(await tenant.stored()).toEqual([]);
  });

  it('a delivery is still judged first', async () => {
    expect(await tenant.deliver('[]', { signed: '[1]', base: alone.url ?? '' })).toMatchObject({ status: 401 });
  });
});
