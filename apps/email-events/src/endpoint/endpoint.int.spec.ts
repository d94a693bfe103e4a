import { generateKeyPairSync } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { WebhookEndpoint } from '@leadstream/contracts';
import { type EmailEventsApp, startEmailEventsApp } from '../../test/email-events-app.js';
import { SendingTenant } from '../../test/sending-tenant.js';
import { publicKey } from '../../test/sendgrid.js';

let app: EmailEventsApp;
let tenant: SendingTenant;
beforeAll(async () => {
  app = await startEmailEventsApp();
});
afterAll(() => app?.stop());
beforeEach(async () => {
  tenant = await SendingTenant.register(app);
});

describe('an endpoint', () => {
  it('is registered once per idempotency key', async () => {
    const register = () =>
      tenant.client.post<WebhookEndpoint>(
        '/v1/email/endpoints',
        { provider: 'sendgrid', name: 'second', publicKey },
        { 'idempotency-key': 'k1' },
      );
    const [first, again] = [await register(), await register()];
    expect(again.body.id).toBe(first.body.id);
    expect(again.headers.get('idempotency-replayed')).toBe('true');
    expect((await tenant.client.get<{ items: unknown[] }>('/v1/email/endpoints')).body.items).toHaveLength(2);
  });

  it('needs a P-256 key', async () => {
    const other = generateKeyPairSync('ec', { namedCurve: 'P-384' }).publicKey.export({ format: 'der', type: 'spki' }).toString('base64');
    const answer = await tenant.client.post('/v1/email/endpoints', { provider: 'sendgrid', name: 'x', publicKey: other });
    expect(answer).toMatchObject({ status: 422, body: { code: 'EMAIL.BAD_PUBLIC_KEY', errors: [{ path: 'publicKey' }] } });
  });
});
