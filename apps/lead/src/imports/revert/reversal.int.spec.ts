import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { ImportJob, ImportReversal, Lead, LeadAuditEntry } from '@leadstream/contracts';
import { eventually, sql } from '@leadstream/testing';
import pg from 'pg';
import { fileOf, importEnded, importFile } from '../../../test/imports.js';
import { distributeBy, owned, pool, rule, stageTeam } from '../../../test/distribution.js';
import { type LeadApp, startLeadApp } from '../../../test/lead-app.js';
import type { TenantClient } from '../../../test/tenant-client.js';

let app: LeadApp;
beforeAll(async () => {
  app = await startLeadApp({ IMPORT_BATCH_ROWS: '3' });
});
afterAll(() => app.stop());

async function reverted(tenant: TenantClient, { id }: ImportJob): Promise<ImportJob> {
  expect(await tenant.post(`/v1/imports/${id}/revert`, {})).toMatchObject({ status: 202, body: { status: 'reverting' } });
  return importEnded(tenant, id);
}

async function leadOf(tenant: TenantClient, externalId: string): Promise<Lead | undefined> {
  return (await tenant.get<{ items: Lead[] }>(`/v1/leads?externalId=${externalId}`)).body.items[0];
}

const reversalsOf = async (tenant: TenantClient, { id }: ImportJob) =>
  (await tenant.get<{ items: ImportReversal[] }>(`/v1/imports/${id}/reversals`)).body.items;

/** Until so many transactions wait for a lock. */
const waiting = (count: number) =>
  eventually(async () => {
    const text = `SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`;
    expect((await sql(app.database.adminUrl, text)).length).toBeGreaterThanOrEqual(count);
  });

const facts = (lead: Lead | undefined) => lead && { ...lead, version: 0, updatedAt: '' };

describe('an import that is taken back', () => {
  it('deletes what it created and restores what it overwrote, over several rows of one lead', async () => {
    const tenant = app.as();
    const before = (
      await tenant.post<Lead>('/v1/leads', { externalId: 'k', email: 'old@x.com', company: 'Old', address: { city: 'Bonn' } })
    ).body;
    const mapping = { id: 'externalId', mail: 'email', company: 'company', city: 'address.city', stage: 'status' };
    const job = await importFile(
      tenant,
      'id,mail,company,city,stage\nk,new@x.com,New,Rome,contacted\na,,A,,\nb,,B,,\nc,,C,,\nk,,Newer,,qualified\n',
      { mapping },
    );
    expect(job.counts).toMatchObject({ created: 3, updated: 2 });
    expect(await leadOf(tenant, 'k')).toMatchObject({ email: 'new@x.com', company: 'Newer', status: 'qualified' });
    const colleague = app.as(tenant.tenantId);
    expect(await reverted(colleague, job)).toMatchObject({ status: 'reverted', reversal: { reverted: 4, conflicted: 0 } });
    expect(facts(await leadOf(tenant, 'k'))).toEqual(facts(before));
    expect(await leadOf(tenant, 'a')).toBeUndefined();
    expect((await reversalsOf(tenant, job)).map(({ outcome }) => outcome).sort()).toEqual(['deleted', 'deleted', 'deleted', 'restored']);
    await eventually(() => {
      const told = app.published.events.filter(({ headers }) => headers['ce_subject'] === job.id);
      expect(told.map(({ headers, data }) => [headers['ce_type'], headers['ce_actor'], headers['ce_sequence'], data])).toMatchObject([
        ['import.received', `member:${tenant.actor.id}`, '1', { status: 'pending', rows: 5 }],
        ['import.started', `member:${tenant.actor.id}`, '2', { rows: 5, matchBy: 'externalId', fields: Object.values(mapping) }],
        ['import.completed', `member:${tenant.actor.id}`, '3', { status: 'completed' }],
        ['import.reversal-started', `member:${colleague.actor.id}`, '4', { rows: 5 }],
        ['import.completed', `member:${colleague.actor.id}`, '5', { status: 'reverted' }],
      ]);
    });
    const { items } = (await tenant.get<{ items: LeadAuditEntry[] }>(`/v1/leads/${before.id}/audit`)).body;
    const [undone, imported] = [items[0], items.at(-2)];
    expect([undone?.importId, undone?.actor.id, undone?.requestId]).toEqual([job.id, colleague.actor.id, expect.any(String)]);
    expect([imported?.importId, imported?.actor.id]).toEqual([job.id, tenant.actor.id]);
    expect(undone?.requestId).not.toBe(imported?.requestId);
  });

  it('leaves what was changed since, and says what', async () => {
    const tenant = app.as();
    const known = (await tenant.post<Lead>('/v1/leads', { externalId: 'k', company: 'Old', firstName: 'Ada' })).body;
    const job = await importFile(tenant, 'id,company,first_name\nk,New,Bea\na,A,\nb,B,\n');
    await tenant.patch(`/v1/leads/${known.id}`, 2, { company: 'By hand' });
    const a = await leadOf(tenant, 'a');
    await tenant.patch(`/v1/leads/${a?.id}`, 1, { firstName: 'Cyd' });
    expect(await reverted(tenant, job)).toMatchObject({ reversal: { reverted: 1, conflicted: 2 } });
    expect(await leadOf(tenant, 'k')).toMatchObject({ company: 'By hand', firstName: 'Ada' });
    expect(await leadOf(tenant, 'a')).toMatchObject({ company: 'A', firstName: 'Cyd' });
    expect(await leadOf(tenant, 'b')).toBeUndefined();
    const conflicts = (await reversalsOf(tenant, job)).filter((reversal) => reversal.conflicts.length > 0);
    expect(new Map(conflicts.map((reversal) => [reversal.leadId, reversal]))).toEqual(
      new Map([
        [known.id, { leadId: known.id, outcome: 'restored', conflicts: [{ field: 'company', code: 'field.changed_since' }] }],
        [a?.id, { leadId: a?.id, outcome: 'kept', conflicts: [{ field: 'firstName', code: 'field.changed_since' }] }],
      ]),
    );
  });

  it('is taken back after a later one: what is left is what was before both', async () => {
    const tenant = app.as();
    await tenant.post<Lead>('/v1/leads', { externalId: 'k', company: 'A' });
    const first = await importFile(tenant, 'id,company\nk,B\nn,B\n');
    const second = await importFile(tenant, 'id,company\nk,C\nn,C\n');
    expect(await reverted(tenant, second)).toMatchObject({ reversal: { reverted: 2, conflicted: 0 } });
    expect(await reverted(tenant, first)).toMatchObject({ reversal: { reverted: 2, conflicted: 0 } });
    expect(await leadOf(tenant, 'k')).toMatchObject({ company: 'A' });
    expect(await leadOf(tenant, 'n')).toBeUndefined();
  });

  it('takes leads back that rules gave away, and leaves those that people have put something on', async () => {
    const { tenant, members } = await stageTeam(app, 1);
    await distributeBy(tenant, rule((await pool(tenant, members)).id));
    const job = await importFile(tenant, 'id\na\nb\n');
    const [a, b] = (await Promise.all([leadOf(tenant, 'a'), leadOf(tenant, 'b')])) as [Lead, Lead];
    await Promise.all([owned(tenant, a), owned(tenant, b)]);
    expect((await tenant.post(`/v1/leads/${b.id}/notes`, { body: 'Called back' })).status).toBe(201);
    expect(await reverted(tenant, job)).toMatchObject({ reversal: { reverted: 1, conflicted: 1 } });
    expect(await leadOf(tenant, 'a')).toBeUndefined();
    const conflicts = [{ field: 'notes', code: 'lead.in_use' }];
    expect((await reversalsOf(tenant, job)).filter(({ outcome }) => outcome === 'kept')).toEqual([
      { leadId: b.id, outcome: 'kept', conflicts },
    ]);
  });

  it('leaves a change that was under way when it came to the lead', async () => {
    const tenant = app.as();
    const { id } = (await tenant.post<Lead>('/v1/leads', { externalId: 'k', company: 'Old' })).body;
    const job = await importFile(tenant, 'id,company\nk,New\n');
    const admin = new pg.Client({ connectionString: app.database.adminUrl });
    await admin.connect();
    try {
      await admin.query('BEGIN');
      await admin.query('SELECT FROM lead.lead WHERE lead_id = $1 FOR UPDATE', [id]);
      const change = tenant.patch(`/v1/leads/${id}`, 2, { company: 'By hand' });
      await waiting(1);
      const reversal = reverted(tenant, job);
      await waiting(2);
      await admin.query('COMMIT');
      expect((await change).status).toBe(200);
      expect(await reversal).toMatchObject({ reversal: { reverted: 0, conflicted: 1 } });
    } finally {
      await admin.end();
    }
    expect(await leadOf(tenant, 'k')).toMatchObject({ company: 'By hand' });
  });

  it('gives identifiers back the way they came, and leaves those that others have by now', async () => {
    const tenant = app.as();
    await tenant.post('/v1/leads', { externalId: 'k', email: 'one@x.com' });
    await tenant.post('/v1/leads', { externalId: 'l', email: 'two@x.com' });
    const job = await importFile(tenant, 'id,email\nk,three@x.com\nm,one@x.com\nl,four@x.com\n');
    await tenant.post('/v1/leads', { externalId: 'n', email: 'two@x.com' });
    expect(await reverted(tenant, job)).toMatchObject({ reversal: { reverted: 2, conflicted: 1 } });
    expect(await leadOf(tenant, 'k')).toMatchObject({ email: 'one@x.com' });
    expect(await leadOf(tenant, 'l')).toMatchObject({ email: 'four@x.com' });
    const [conflict] = (await reversalsOf(tenant, job)).filter(({ conflicts }) => conflicts.length > 0);
    expect(conflict).toMatchObject({ outcome: 'kept', conflicts: [{ field: 'email', code: 'identifier.taken' }] });
  });

  it('tells of every lead whose rows may have granted something that this counts no more', async () => {
    const tenant = app.as();
    const known = (await tenant.post<Lead>('/v1/leads', { externalId: 'k', email: 'k@x.com' })).body;
    const job = await importFile(tenant, 'id,optin\nk,yes\na,yes\n', { mapping: { id: 'externalId', optin: 'consent.email' } });
    expect(job.counts).toMatchObject({ created: 1, skipped: 1 });
    const created = await leadOf(tenant, 'a');
    expect(await reverted(tenant, job)).toMatchObject({ reversal: { reverted: 1, conflicted: 0 } });
    await eventually(() => {
      const told = app.published.ofType('lead.permissions-reverted').filter(({ key }) => key.startsWith(tenant.tenantId));
      expect(told.map(({ headers, data }) => [headers['ce_subject'], headers['ce_sequence'], data]).sort()).toEqual(
        [
          [known.id, '1', { leadId: known.id, importId: job.id }],
          [created?.id, '2', { leadId: created?.id, importId: job.id }],
        ].sort(),
      );
    });
  });

  it('may have been cancelled half way: what went in is taken back, no more can be', async () => {
    const tenant = app.as();
    const { body } = await tenant.upload<ImportJob>(fileOf(20_000));
    const cancelled = await eventually(async () => {
      expect((await tenant.get<ImportJob>(`/v1/imports/${body.id}`)).body.counts.created).toBeGreaterThan(0);
      return tenant.post<ImportJob>(`/v1/imports/${body.id}/cancel`, {});
    });
    expect(cancelled).toMatchObject({ status: 200, body: { status: 'cancelled' } });
    const { created } = cancelled.body.counts;
    expect(created).toBeLessThan(20_000);
    expect(await reverted(tenant, body)).toMatchObject({ reversal: { reverted: created, conflicted: 0 }, counts: { created } });
    expect((await tenant.get<{ items: Lead[] }>('/v1/leads')).body.items).toEqual([]);
    expect(await tenant.post(`/v1/imports/${body.id}/revert`, {})).toMatchObject({ status: 409 });
  });
});
