import { createHash } from 'node:crypto';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { RetentionRule } from '@leadstream/contracts';
import { type JobRun, requestRun } from '@leadstream/jobs';
import { systemClock, uuidV7 } from '@leadstream/kernel';
import { PersonVault, TenantDatabase } from '@leadstream/persistence';
import { ArchiveStore, ArchivistService, RetentionSweepService } from '@leadstream/retention';
import { eventually, leadCaptured, leadMerged, legalHoldPlaced, legalHoldReleased, retentionChanged } from '@leadstream/testing';
import pg from 'pg';
import { type EngagementApp, startEngagementApp } from '../../test/engagement-app.js';
import { RETAINED_TABLES } from './retained-tables.js';

const DAY_MS = 86_400_000;
const DELETE_AFTER_90: RetentionRule = { category: 'interactions', action: 'delete', afterDays: 90 };

let app: EngagementApp;
let admin: pg.Client;
beforeAll(async () => {
  app = await startEngagementApp();
  admin = new pg.Client({ connectionString: app.database.adminUrl, options: '-c search_path=engagement' });
  await admin.connect();
});
afterAll(async () => {
  await admin.end();
  await app.stop();
});

/** Middle of a month, so many months ago. */
function monthsAgo(months: number): Date {
  const now = new Date();
  return new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() - months, 15));
}
const partitionOf = (at: Date) => `interaction_y${at.getUTCFullYear()}m${String(at.getUTCMonth() + 1).padStart(2, '0')}`;
const hasPartition = async (at: Date) =>
  (await admin.query('SELECT to_regclass($1) IS NOT NULL AS is_there', [partitionOf(at)])).rows[0] as { is_there: boolean };

/** @param at when it was recorded */
async function recorded(tenantId: string, leadId: string, at: Date): Promise<void> {
  // Months that are empty go with each run.
  await admin.query(`SELECT ensure_month_partitions('interaction', 0, 12)`);
  await admin.query(
    `INSERT INTO interaction (tenant_id, id, recorded_at, client_event_id, lead_id, kind, occurred_at) VALUES ($1, $2::uuid, $3, $2::uuid::text, $4, 'page_view', $3)`,
    [tenantId, uuidV7.next(), at, leadId],
  );
}
const leadsLeft = async (tenantId: string) => {
  const { rows } = await admin.query<{ lead_id: string }>('SELECT lead_id FROM interaction WHERE tenant_id = $1 ORDER BY recorded_at', [
    tenantId,
  ]);
  return rows.map((row) => row.lead_id);
};
const known = (text: string, values: readonly unknown[]) =>
  eventually(async () => expect((await admin.query(text, [...values])).rowCount).toBe(1));

async function says(tenantId: string, ...rules: RetentionRule[]): Promise<void> {
  await app.publish(retentionChanged(tenantId, 2, rules));
  await known('SELECT FROM retention_policy WHERE tenant_id = $1', [tenantId]);
}
async function holds(tenantId: string, subject: { leadId?: string; category?: string }): Promise<string> {
  const holdId = uuidV7.next();
  await app.publish(legalHoldPlaced(tenantId, holdId, subject));
  await known('SELECT FROM legal_hold WHERE id = $1', [holdId]);
  return holdId;
}

/** @returns what the run says that it did */
async function letRowsGo(): Promise<unknown> {
  const database = app.service.app.get(TenantDatabase);
  const at = await database.withoutTenant((tx) => requestRun(tx, 'let-rows-go', 'spec'));
  return eventually(async () => {
    const { rows } = await admin.query<{ outcome: string; figures: unknown }>(
      `SELECT outcome, figures FROM timed_job_run WHERE job = 'let-rows-go' AND scheduled_for = $1`,
      [at],
    );
    expect(rows).toEqual([expect.objectContaining({ outcome: 'succeeded' })]);
    return rows[0]?.figures;
  });
}

describe('a month whose rows nobody needs any more', () => {
  it('goes as a whole, with those before it that are empty, and the next one stays while one tenant still needs a row', async () => {
    const [one, other, leadId] = [uuidV7.next(), uuidV7.next(), uuidV7.next()];
    const [old, younger] = [monthsAgo(10), monthsAgo(9)];
    await Promise.all([says(one, DELETE_AFTER_90), says(other, DELETE_AFTER_90)]);
    for (const tenantId of [one, other]) await recorded(tenantId, leadId, old);
    await recorded(one, leadId, younger);
    const keeping = uuidV7.next();
    await recorded(keeping, leadId, younger);
    // The month of the two tenants at once; of the younger one a row, for its third tenant archives.
    expect(await letRowsGo()).toMatchObject({ deleted: 1 });
    expect(await hasPartition(old)).toEqual({ is_there: false });
    expect(await hasPartition(younger)).toEqual({ is_there: true });
    expect(await hasPartition(monthsAgo(12))).toEqual({ is_there: false });
    expect(await hasPartition(monthsAgo(1))).toEqual({ is_there: true });
    expect([await leadsLeft(one), await leadsLeft(other), await leadsLeft(keeping)]).toEqual([[], [], [leadId]]);
  });
});

describe('rows that are old enough', () => {
  it('go by the term of their tenant: younger ones stay, and what is to be archived stays until it is', async () => {
    const [deleting, archiving] = [uuidV7.next(), uuidV7.next()];
    const [old, young] = [uuidV7.next(), uuidV7.next()];
    await says(deleting, DELETE_AFTER_90);
    await says(archiving, { ...DELETE_AFTER_90, action: 'archive' });
    for (const tenantId of [deleting, archiving]) {
      await recorded(tenantId, old, new Date(Date.now() - 91 * DAY_MS));
      await recorded(tenantId, young, new Date(Date.now() - 89 * DAY_MS));
    }
    await letRowsGo();
    expect([await leadsLeft(deleting), await leadsLeft(archiving)]).toEqual([[young], [old, young]]);
  });

  it('stay while a hold is on their lead or on one that it is merged with, and go once it is released', async () => {
    const tenantId = uuidV7.next();
    const [held, survivor, free] = [uuidV7.next(), uuidV7.next(), uuidV7.next()];
    const of = (leadId: string, sequence: number) => ({ tenantId, leadId, sequence });
    await app.publish(leadCaptured(of(survivor, 1)), leadMerged(of(held, 2), survivor));
    await known('SELECT FROM known_lead WHERE tenant_id = $1 AND merged_into = $2', [tenantId, survivor]);
    const holdId = await holds(tenantId, { leadId: held });
    await says(tenantId, DELETE_AFTER_90);
    for (const [days, leadId] of [held, survivor, free].entries())
      await recorded(tenantId, leadId, new Date(Date.now() - (130 - days) * DAY_MS));
    await letRowsGo();
    expect(await leadsLeft(tenantId)).toEqual([held, survivor]);
    await app.publish(legalHoldReleased(tenantId, holdId, { leadId: held }));
    await known('SELECT FROM legal_hold WHERE id = $1 AND released_at IS NOT NULL', [holdId]);
    await letRowsGo();
    expect(await leadsLeft(tenantId)).toEqual([]);
  });

  it('stay while a hold is on the category, and are not kept by one on another', async () => {
    const [keeping, deleting, leadId] = [uuidV7.next(), uuidV7.next(), uuidV7.next()];
    await Promise.all([says(keeping, DELETE_AFTER_90), says(deleting, DELETE_AFTER_90)]);
    await Promise.all([holds(keeping, { category: 'interactions' }), holds(deleting, { category: 'decisions' })]);
    for (const tenantId of [keeping, deleting]) await recorded(tenantId, leadId, new Date(Date.now() - 120 * DAY_MS));
    await letRowsGo();
    expect([await leadsLeft(keeping), await leadsLeft(deleting)]).toEqual([[leadId], []]);
  });
});

/** Archives in memory, and what goes wrong with them. */
class Shelf extends ArchiveStore {
  readonly files = new Map<string, Buffer>();
  /** Called before the archive does something; what it throws is what a process dies of. */
  fault: (action: 'put' | 'get' | 'delete') => void = () => undefined;

  override async put(name: string, bytes: Buffer): Promise<void> {
    this.fault('put');
    this.files.set(name, bytes);
  }
  override async get(name: string): Promise<Buffer> {
    this.fault('get');
    return this.files.get(name) ?? Buffer.alloc(0);
  }
  override async delete(name: string): Promise<void> {
    this.fault('delete');
    this.files.delete(name);
  }
}

describe('rows that are to be archived', () => {
  const ARCHIVE_AFTER_90: RetentionRule = { ...DELETE_AFTER_90, action: 'archive' };

  /** A tenant with three rows of three leads that are due. */
  async function archivingTenant() {
    const [tenantId, leads] = [uuidV7.next(), [uuidV7.next(), uuidV7.next(), uuidV7.next()]];
    await says(tenantId, ARCHIVE_AFTER_90);
    for (const [day, leadId] of leads.entries()) await recorded(tenantId, leadId, new Date(Date.now() - (120 - day) * DAY_MS));
    return { tenantId, leads };
  }

  /** Runs as the job does; `onStep` sees each transaction of a tenant before it begins. */
  async function sweep(shelf: Shelf, onStep: (tenantId: string) => void | Promise<void> = () => undefined, tables = RETAINED_TABLES) {
    const { app: nest } = app.service;
    const database = nest.get(TenantDatabase);
    const run: Pick<JobRun, 'step' | 'stepInTenant'> = {
      step: (work) => database.withoutTenant(work),
      stepInTenant: async (tenantId, work) => {
        await onStep(tenantId);
        return database.inTenant(tenantId, work);
      },
    };
    const archivist = new ArchivistService(shelf, nest.get(PersonVault));
    await new RetentionSweepService({ tables, clock: systemClock, archivist }).run(run as JobRun);
  }
  const filesOf = ({ files }: Shelf, tenantId: string) =>
    [...files].filter(([name]) => name.startsWith(tenantId)).map(([, bytes]) => bytes);
  const manifests = async (tenantId: string) =>
    (
      await admin.query('SELECT rows, bytes, sha256, completed_at IS NOT NULL AS is_complete FROM retention_archive WHERE tenant_id = $1', [
        tenantId,
      ])
    ).rows;

  it('go into a sealed file that says how many they are, and are gone', async () => {
    const [shelf, { tenantId, leads }] = [new Shelf(), await archivingTenant()];
    await sweep(shelf);
    expect(await leadsLeft(tenantId)).toEqual([]);
    const [file = Buffer.alloc(0), ...more] = filesOf(shelf, tenantId);
    expect(more).toEqual([]);
    const sha256 = createHash('sha256').update(file).digest('hex');
    expect(await manifests(tenantId)).toEqual([{ rows: 3, bytes: file.length, sha256, is_complete: true }]);
    const text = gunzipSync(file).toString();
    expect(JSON.parse(text.split('\n')[0] ?? '')).toMatchObject({ format: 1, tenantId, category: 'interactions', rows: 3 });
    for (const leadId of leads) expect(text).not.toContain(leadId);
  });

  it('are gone for good in the archive once their person is erased, and the others are not', async () => {
    const [shelf, { tenantId, leads }] = [new Shelf(), await archivingTenant()];
    await sweep(shelf);
    const vault = app.service.app.get(PersonVault);
    await vault.destroy(tenantId, [`lead:${leads[0]}`]);
    const lines = gunzipSync(filesOf(shelf, tenantId)[0] ?? Buffer.alloc(0))
      .toString()
      .trim()
      .split('\n')
      .slice(1);
    const keys = await vault.find(lines.map((line) => ({ tenantId, keyId: (JSON.parse(line) as { keyId: string }).keyId })));
    expect(keys.map((key) => key?.key !== undefined)).toEqual([false, true, true]);
  });

  it.each(['put', 'get'] as const)(
    'are all there when the process dies before the %s, and in one archive after the next run',
    async (action) => {
      const [shelf, { tenantId, leads }] = [new Shelf(), await archivingTenant()];
      shelf.fault = (done) => {
        if (done === action) throw new Error('killed');
      };
      await expect(sweep(shelf)).rejects.toThrow('killed');
      expect(await leadsLeft(tenantId)).toEqual(leads);
      shelf.fault = () => undefined;
      await sweep(shelf);
      expect([await leadsLeft(tenantId), filesOf(shelf, tenantId).length, (await manifests(tenantId)).length]).toEqual([[], 1, 1]);
    },
  );

  it('are all there when the process dies between the archive and their removal, and in one archive after the next run', async () => {
    const [shelf, { tenantId, leads }] = [new Shelf(), await archivingTenant()];
    const dying = (id: string) => {
      if (id === tenantId && filesOf(shelf, tenantId).length > 0) throw new Error('killed');
    };
    await expect(sweep(shelf, dying)).rejects.toThrow('killed');
    expect([await leadsLeft(tenantId), filesOf(shelf, tenantId).length]).toEqual([leads, 1]);
    await sweep(shelf);
    expect([await leadsLeft(tenantId), filesOf(shelf, tenantId).length, (await manifests(tenantId)).length]).toEqual([[], 1, 1]);
  });

  it('are all there when the archive does not give back what it was given', async () => {
    const [shelf, { tenantId, leads }] = [new Shelf(), await archivingTenant()];
    shelf.fault = (action) => {
      if (action === 'get') for (const [name, bytes] of shelf.files) shelf.files.set(name, bytes.subarray(1));
    };
    await expect(sweep(shelf)).rejects.toThrow('other bytes');
    expect(await leadsLeft(tenantId)).toEqual(leads);
    shelf.fault = () => undefined;
    await sweep(shelf);
  });

  it('of a table in which no row is ever removed leave with their month, once all of it is in archives and no hold is left', async () => {
    const shelf = new Shelf();
    const tables = RETAINED_TABLES.map((table) => ({ ...table, isAppendOnly: true }));
    const [one, other, leadId] = [uuidV7.next(), uuidV7.next(), uuidV7.next()];
    const month = monthsAgo(8);
    await Promise.all([says(one, ARCHIVE_AFTER_90), says(other, ARCHIVE_AFTER_90)]);
    for (const tenantId of [one, one, other]) await recorded(tenantId, leadId, month);
    const holdId = await holds(other, { leadId });
    await sweep(shelf, undefined, tables);
    expect([filesOf(shelf, one).length, filesOf(shelf, other).length, await hasPartition(month)]).toEqual([1, 1, { is_there: true }]);
    expect([await leadsLeft(one), await manifests(one)]).toEqual([
      [leadId, leadId],
      [expect.objectContaining({ rows: 2, is_complete: true })],
    ]);
    await app.publish(legalHoldReleased(other, holdId, { leadId }));
    await known('SELECT FROM legal_hold WHERE id = $1 AND released_at IS NOT NULL', [holdId]);
    await sweep(shelf, undefined, tables);
    expect(await hasPartition(month)).toEqual({ is_there: false });
    expect([filesOf(shelf, one).length, filesOf(shelf, other).length]).toEqual([1, 1]);
  });

  it('stay when a hold comes while they are written: the file is taken back', async () => {
    const [shelf, { tenantId, leads }] = [new Shelf(), await archivingTenant()];
    const [held = '', ...others] = leads;
    let hasCome = false;
    await sweep(shelf, async (id) => {
      if (hasCome || id !== tenantId || filesOf(shelf, tenantId).length === 0) return;
      hasCome = true;
      await holds(tenantId, { leadId: held });
    });
    expect([hasCome, await leadsLeft(tenantId), filesOf(shelf, tenantId), await manifests(tenantId)]).toEqual([true, leads, [], []]);
    await sweep(shelf);
    expect(await leadsLeft(tenantId)).toEqual([held]);
    expect(await manifests(tenantId)).toEqual([expect.objectContaining({ rows: others.length })]);
  });
});

it('lets no later news be undone by older ones', async () => {
  const [tenantId, holdId, leadId] = [uuidV7.next(), uuidV7.next(), uuidV7.next()];
  await app.publish(legalHoldReleased(tenantId, holdId, { leadId }), legalHoldPlaced(tenantId, holdId, { leadId }));
  await known(`SELECT FROM legal_hold WHERE id = $1 AND released_at IS NOT NULL AND holds_from = '2020-01-01'`, [holdId]);
  await app.publish(
    retentionChanged(tenantId, 3, [DELETE_AFTER_90]),
    retentionChanged(tenantId, 2, []),
    retentionChanged(tenantId, 4, [DELETE_AFTER_90]),
  );
  await known(`SELECT FROM retention_policy WHERE tenant_id = $1 AND version = 4`, [tenantId]);
  await app.publish(retentionChanged(tenantId, 3, []), legalHoldPlaced(tenantId, uuidV7.next(), { leadId: tenantId }));
  await known('SELECT FROM legal_hold WHERE tenant_id = $1 AND lead_id = $1', [tenantId]);
  await known(`SELECT FROM retention_policy WHERE tenant_id = $1 AND version = 4`, [tenantId]);
});
