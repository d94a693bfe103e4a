import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Problem, RetentionCount, RetentionPolicy, RetentionRule } from '@leadstream/contracts';
import { requestRun } from '@leadstream/jobs';
import { uuidV7 } from '@leadstream/kernel';
import { TenantDatabase } from '@leadstream/persistence';
import { eventually, type ServiceClient } from '@leadstream/testing';
import pg from 'pg';
import { type ComplianceApp, startComplianceApp } from '../../test/compliance-app.js';

const DAY_MS = 86_400_000;

let app: ComplianceApp;
let admin: pg.Client;
beforeAll(async () => {
  app = await startComplianceApp();
  admin = new pg.Client({ connectionString: app.database.adminUrl, options: '-c search_path=compliance' });
  await admin.connect();
});
afterAll(async () => {
  await admin.end();
  await app.stop();
});

const tenantOfSpec = () => app.as(undefined, ['compliance:read', 'compliance:write', 'tenant:write']);
const put = (tenant: ServiceClient, version: number, rules: readonly RetentionRule[]) =>
  tenant.send<RetentionPolicy & Problem>('PUT', '/v1/retention', {
    body: JSON.stringify({ rules }),
    headers: { 'content-type': 'application/json', 'if-match': `"${version}"` },
  });

describe('a policy', () => {
  it('is the defaults until somebody says otherwise, changes as a whole, one version after the other, and is told', async () => {
    const tenant = tenantOfSpec();
    const first = await tenant.get<RetentionPolicy>('/v1/retention');
    expect([first.headers.get('etag'), first.body.updatedAt]).toEqual(['"1"', null]);
    expect(first.body.rules.map(({ isDefault }) => isDefault)).toEqual([true, true, true, true]);
    const rules: RetentionRule[] = [{ category: 'decisions', action: 'delete', afterDays: 366 }];
    const changed = await put(tenant, 1, rules);
    expect([changed.status, changed.headers.get('etag')]).toEqual([200, '"2"']);
    expect(changed.body.rules.filter(({ isDefault }) => !isDefault)).toEqual([expect.objectContaining({ ...rules[0] })]);
    expect((await tenant.get<RetentionPolicy>('/v1/retention')).body).toEqual(changed.body);
    const stale = await put(tenant, 1, []);
    expect([stale.status, stale.body.code]).toEqual([412, 'COMPLIANCE.RETENTION_STALE']);
    await eventually(() => {
      const told = app.published.ofType('retention.changed').filter(({ key }) => key === `${tenant.tenantId}:${tenant.tenantId}`);
      expect(told.map(({ data }) => data)).toEqual([expect.objectContaining({ version: 2, rules })]);
    });
    expect((await put(tenant, 2, [])).body.rules).toEqual(first.body.rules);
  });

  it('stays within the bounds of its categories, and names each once', async () => {
    const tenant = tenantOfSpec();
    const early: RetentionRule = { category: 'decisions', action: 'delete', afterDays: 365 };
    const refused = await put(tenant, 1, [early]);
    expect([refused.status, refused.body.code]).toEqual([422, 'COMPLIANCE.RETENTION_OUT_OF_BOUNDS']);
    const fine = { ...early, afterDays: 366 };
    expect((await put(tenant, 1, [fine, fine])).status).toBe(422);
    expect((await tenant.get<RetentionPolicy>('/v1/retention')).body.version).toBe(1);
  });
});

describe('what is old enough', () => {
  const daysAgo = (days: number) => new Date(Date.now() - days * DAY_MS);

  async function decided(tenantId: string, leadId: string, at: Date): Promise<void> {
    await admin.query(`SELECT ensure_month_partitions('decision', 0, 15)`);
    await admin.query(
      `INSERT INTO decision (tenant_id, id, decided_at, expires_at, lead_id, channel, purpose, outcome, reasons, inputs, rule_set_version)
       VALUES ($1, $2, $3, $3::timestamptz + interval '1 minute', $4, 'email', 'marketing', 'deny', '[{"code":"no_consent"}]', '{}', 'default-1')`,
      [tenantId, uuidV7.next(), at, leadId],
    );
  }
  async function reviewed(tenantId: string, leadId: string, at: Date, isOpen = false): Promise<void> {
    const closed = isOpen ? ['waiting', null, null, null] : ['acted', at, 'service', 'compliance'];
    await admin.query(
      `INSERT INTO opt_out_review (tenant_id, id, lead_id, channel, message_id, received_at, found_at, state, reason, confidence01, matched, rules_version,
                                   dnc_entry_ids, closed_at, closed_by_kind, closed_by_id)
       VALUES ($1, $2::uuid, $3, 'sms', $2::uuid::text, $4, $4, $5, 'keyword', 1, '{stop}', 'phrases-1', '{}', $6, $7, $8)`,
      [tenantId, uuidV7.next(), leadId, at, ...closed],
    );
  }
  const left = async (table: string, tenantId: string) =>
    (await admin.query<{ lead_id: string }>(`SELECT lead_id FROM ${table} WHERE tenant_id = $1 ORDER BY lead_id`, [tenantId])).rows.map(
      (row) => row.lead_id,
    );

  async function letRowsGo(): Promise<void> {
    const at = await app.service.app.get(TenantDatabase).withoutTenant((tx) => requestRun(tx, 'let-rows-go', 'spec'));
    const outcome = `SELECT FROM timed_job_run WHERE job = 'let-rows-go' AND scheduled_for = $1 AND outcome = 'succeeded'`;
    await eventually(async () => expect((await admin.query(outcome, [at])).rowCount).toBe(1));
  }

  it('is the least age of a decision that the service may delete at all', async () => {
    const tenantId = uuidV7.next();
    const [old, young] = [uuidV7.next(), uuidV7.next()];
    await decided(tenantId, old, daysAgo(367));
    await decided(tenantId, young, daysAgo(365));
    await app.service.app.get(TenantDatabase).inTenant(tenantId, (tx) => tx.execute('DELETE FROM decision'));
    expect(await left('decision', tenantId)).toEqual([young]);
  });

  it('goes, decisions and closed reviews alike, but for the leads that a hold is on', async () => {
    const tenant = tenantOfSpec();
    const { tenantId } = tenant;
    const [free, held, young, waiting] = [uuidV7.next(), uuidV7.next(), uuidV7.next(), uuidV7.next()];
    await put(tenant, 1, [
      { category: 'decisions', action: 'delete', afterDays: 366 },
      { category: 'opt-out-reviews', action: 'delete', afterDays: 366 },
    ]);
    await tenant.post('/v1/legal-holds', { leadId: held, matter: '17 O 4/26', reason: 'claim' });
    const old = daysAgo(400);
    for (const leadId of [free, held]) {
      await decided(tenantId, leadId, old);
      await reviewed(tenantId, leadId, old);
    }
    await decided(tenantId, young, daysAgo(365));
    await reviewed(tenantId, young, daysAgo(365));
    await reviewed(tenantId, waiting, daysAgo(400), true);
    const counted = async (query = '') => {
      const { body } = await tenant.get<{ items: RetentionCount[] }>(`/v1/retention-counts/compliance${query}`);
      return body.items.map(({ category, due, held, oldestAt }) => [category, due, held, oldestAt]);
    };
    const before = await counted();
    expect(before).toEqual([
      ['decisions', 1, 1, old.toISOString()],
      ['opt-out-reviews', 1, 1, old.toISOString()],
    ]);
    // By the defaults none would go.
    expect(await counted('?rules=[]')).toEqual(before.map(([category]) => [category, 0, 0, null]));
    await letRowsGo();
    expect(await left('decision', tenantId)).toEqual([held, young].toSorted());
    expect(await left('opt_out_review', tenantId)).toEqual([held, young, waiting].toSorted());
  });
});
