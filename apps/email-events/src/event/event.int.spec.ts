import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { eventually } from '@leadstream/testing';
import { type EmailEventsApp, startEmailEventsApp } from '../../test/email-events-app.js';
import { type EventPage, SendingTenant } from '../../test/sending-tenant.js';
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

describe('lists', () => {
  it('come in pages that neither repeat nor miss', async () => {
    await tenant.deliver(Array.from({ length: 7 }, () => event('open')));
    await eventually(async () => expect(await tenant.stored()).toHaveLength(7));
    const seen: string[] = [];
    for (let cursor: string | null = ''; cursor !== null;) {
      const page: EventPage = await tenant.events(`?limit=3${cursor && `&cursor=${cursor}`}`);
      seen.push(...page.items.map(({ id }) => id));
      cursor = page.nextCursor;
    }
    expect(new Set(seen).size).toBe(7);
    expect(seen).toHaveLength(7);
  });

  it('refuse a cursor that was made up', async () => {
    expect(await tenant.client.get('/v1/email/events?cursor=e30')).toMatchObject({ status: 400, body: { code: 'HTTP.BAD_CURSOR' } });
  });

  it('show nothing to another tenant', async () => {
    await tenant.deliver([event('delivered')]);
    await eventually(async () => expect(await tenant.stored()).toHaveLength(1));
    const stranger = tenant.client.ofTenant(randomUUID());
    for (const path of ['/v1/email/messages', '/v1/email/events', '/v1/email/endpoints']) {
      expect((await stranger.get<{ items: unknown[] }>(path)).body.items).toEqual([]);
    }
    expect((await stranger.delete(`/v1/email/endpoints/${tenant.endpoint.id}`)).status).toBe(404);
  });
});
