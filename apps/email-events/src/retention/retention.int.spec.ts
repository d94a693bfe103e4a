import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { requestRun } from '@leadstream/jobs';
import { TenantDatabase } from '@leadstream/persistence';
import {
  eventually,
  leadCaptured,
  leadDeleted,
  leadUpdated,
  legalHoldPlaced,
  legalHoldReleased,
  retentionChanged,
} from '@leadstream/testing';
import pg from 'pg';
import { type EmailEventsApp, startEmailEventsApp } from '../../test/email-events-app.js';

const DAY_MS = 86_400_000;

let app: EmailEventsApp;
let admin: pg.Client;
beforeAll(async () => {
  app = await startEmailEventsApp();
  admin = new pg.Client({ connectionString: app.database.adminUrl, options: '-c search_path=email_events' });
  await admin.connect();
});
afterAll(async () => {
  await admin.end();
  await app.stop();
});

const known = (text: string, values: readonly unknown[]) =>
  eventually(async () => expect((await admin.query(text, [...values])).rowCount).toBe(1));

async function received(tenantId: string, email: string | null): Promise<void> {
  await admin.query(`SELECT ensure_month_partitions('email_event', 0, 12)`);
  await admin.query(
    `INSERT INTO email_event (tenant_id, received_at, event_id, endpoint_id, provider, provider_event_id, kind, email, occurred_at, payload)
     VALUES ($1, $2, $3::uuid, $3::uuid, 'sendgrid', $3::uuid::text, 'open', $4, $2, '{}')`,
    [tenantId, new Date(Date.now() - 100 * DAY_MS), randomUUID(), email],
  );
}

async function letRowsGo(): Promise<void> {
  const at = await app.service.app.get(TenantDatabase).withoutTenant((tx) => requestRun(tx, 'let-rows-go', 'spec'));
  await known(`SELECT FROM timed_job_run WHERE job = 'let-rows-go' AND scheduled_for = $1 AND outcome = 'succeeded'`, [at]);
}

it('keeps mail to every address that a lead on hold has or had since, until the hold is released', async () => {
  const [tenantId, leadId, holdId] = [randomUUID(), randomUUID(), randomUUID()];
  const of = (sequence: number) => ({ tenantId, leadId, sequence });
  const left = async () =>
    (await admin.query<{ email: string | null }>('SELECT email FROM email_event WHERE tenant_id = $1 ORDER BY email', [tenantId])).rows.map(
      ({ email }) => email,
    );
  await app.publish(leadCaptured(of(1), { email: 'first@example.com' }));
  await known('SELECT FROM known_lead WHERE lead_id = $1', [leadId]);
  await app.publish(
    legalHoldPlaced(tenantId, holdId, { leadId }),
    retentionChanged(tenantId, 2, [{ category: 'email-events', action: 'delete', afterDays: 90 }]),
  );
  await known('SELECT FROM retention_policy p JOIN legal_hold h USING (tenant_id) WHERE tenant_id = $1', [tenantId]);
  await app.publish(leadUpdated(of(2), { email: 'second@example.com' }), leadDeleted(of(3)));
  await known('SELECT FROM known_lead WHERE lead_id = $1 AND deleted', [leadId]);
  for (const email of ['first@example.com', 'second@example.com', 'other@example.com', null]) await received(tenantId, email);
  await letRowsGo();
  expect(await left()).toEqual(['first@example.com', 'second@example.com']);
  await app.publish(legalHoldReleased(tenantId, holdId, { leadId }));
  await known('SELECT FROM legal_hold WHERE id = $1 AND released_at IS NOT NULL', [holdId]);
  expect((await admin.query('SELECT FROM held_address WHERE tenant_id = $1', [tenantId])).rowCount).toBe(0);
  await letRowsGo();
  expect(await left()).toEqual([]);
});
