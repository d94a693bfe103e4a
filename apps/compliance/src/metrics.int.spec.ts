import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { complianceLeadProjection, leadCapturedV1 } from '@leadstream/contracts';
import { uuidV7 } from '@leadstream/kernel';
import { eventually, leadCaptured } from '@leadstream/testing';
import { type ComplianceApp, startComplianceApp } from '../test/compliance-app.js';

let app: ComplianceApp;
beforeAll(async () => {
  app = await startComplianceApp();
});
afterAll(() => app.stop());

/** @returns the lines of `/metrics` */
async function scrape(): Promise<string[]> {
  const answer = await fetch(`${app.service.managementUrl}/metrics`);
  return (await answer.text()).split('\n').filter((line) => !line.startsWith('#'));
}

/** What stands behind the series of this name and these labels; undefined when there is none. */
function valueIn(lines: readonly string[], name: string, labels: Readonly<Record<string, string>>): number | undefined {
  const wanted = Object.entries(labels).map(([label, value]) => `${label}="${value}"`);
  const line = lines.find((one) => one.startsWith(`${name}{`) && wanted.every((label) => one.includes(label)));
  return line === undefined ? undefined : Number(line.split('} ')[1]?.split(' ')[0]);
}

it('shows by its Prometheus names what its operator asks about', async () => {
  const tenant = app.as();
  const captured = leadCaptured({ tenantId: tenant.tenantId, leadId: uuidV7.next(), sequence: 1 });
  await app.publish(captured, captured);
  await app.publisher.publishRaw(leadCapturedV1, { key: `${tenant.tenantId}:x`, value: 'no event' });
  await tenant.post('/v1/dnc', { kind: 'email', value: 'ada@example.com', reason: 'asked' });

  const ofGroup = { group: complianceLeadProjection.name };
  const slice = { slice: 'compliance' };
  const pool = { db_client_connection_pool_name: 'compliance' };
  await eventually(
    async () => {
      const lines = await scrape();
      const value = (name: string, labels: Readonly<Record<string, string>>): number | undefined => valueIn(lines, name, labels);
      expect(value('messaging_events_handled_total', { ...ofGroup, outcome: 'done' })).toBeGreaterThanOrEqual(1);
      expect(value('messaging_events_handled_total', { ...ofGroup, outcome: 'duplicate' })).toBe(1);
      expect(value('messaging_dead_letters_total', { ...ofGroup, kind: 'undecodable' })).toBe(1);
      expect(value('messaging_consumer_lag', ofGroup)).toBe(0);
      expect(value('messaging_consumer_lag_time', ofGroup)).toBe(0);
      expect(value('messaging_consumer_paused', ofGroup)).toBe(0);
      expect(value('messaging_outbox_published_total', {})).toBeGreaterThanOrEqual(1);
      expect(value('messaging_outbox_depth', slice)).toBe(0);
      expect(value('messaging_outbox_oldest', slice)).toBe(0);
      expect(value('messaging_outbox_held', slice)).toBe(0);
      expect(value('messaging_relay_turn_age', slice)).toBeLessThan(10);
      expect(value('jobs_alarmed', { ...slice, job: 'purge-expired' })).toBe(0);
      expect(value('db_client_connection_count', { ...pool, db_client_connection_state: 'used' })).toBeGreaterThanOrEqual(0);
      expect(value('db_client_connection_max', pool)).toBe(10);
      expect(value('db_client_connection_pending_requests', pool)).toBeGreaterThanOrEqual(0);
      expect(value('db_client_operation_duration_bucket', { le: '0.1' })).toBeGreaterThan(0);
      expect(value('http_server_request_duration_count', { http_response_status_class: '2xx' })).toBeGreaterThanOrEqual(1);
    },
    { withinMs: 30_000 },
  );
});
