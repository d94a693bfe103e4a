import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { EventOf, ImportJob, personDataRequestedV1 } from '@leadstream/contracts';
import { runInContext, uuidV7 } from '@leadstream/kernel';
import { TenantDatabase } from '@leadstream/persistence';
import { eventually } from '@leadstream/testing';
import type { TenantClient } from '../../../test/tenant-client.js';
import { fileOf, importEnded, rowsOf } from '../../../test/imports.js';
import { inspect } from '../../../test/inspect.js';
import { type LeadApp, startLeadApp } from '../../../test/lead-app.js';
import { FileSearchService } from '../../person-data/search/file-search.service.js';
import { ImportService } from '../import.service.js';
import { LeaseLost } from '../apply/lease-lost.js';
import { type ImportClaim, ImportRepository } from '../store/import.repository.js';
import { workbookOf } from '../xlsx/workbook.fixture.spec.js';
import { ImportRunService } from './import-run.service.js';

const ROWS = 40;
const LEASE_MS = 400;

let app: LeadApp;
beforeAll(async () => {
  app = await startLeadApp({ ROLE: 'api,relay', IMPORT_BATCH_ROWS: '5', IMPORT_LEASE_MS: String(LEASE_MS), IMPORT_POLL_MS: '20' });
});
afterAll(() => app.stop());

class Crash extends Error {}

const claimNext = () =>
  app.service.app
    .get(TenantDatabase)
    .withoutTenant((tx) => app.service.app.get(ImportRepository).claim(tx, LEASE_MS / 1_000)) as Promise<ImportClaim>;
const run = (claim: ImportClaim, shouldPause: () => Promise<boolean>) => app.service.app.get(ImportRunService).run(claim, shouldPause);

/** Works on a claim until `batches` are done, then dies without a word. */
const crashAfter = (claim: ImportClaim, batches: number) => {
  let asked = 0;
  return run(claim, async () => {
    if ((asked += 1) === batches) throw new Crash();
    return false;
  });
};

async function upload(tenant: TenantClient, file = fileOf(ROWS), options?: object): Promise<string> {
  return (await tenant.upload<ImportJob>(file, options)).body.id;
}

/** Everything that must be there once for each row. */
async function tracesOf({ tenantId }: TenantClient) {
  const [counts] = await inspect<Record<string, string>>(
    app.database,
    `SELECT (SELECT count(*) FROM lead WHERE tenant_id = $1) AS leads, (SELECT count(DISTINCT external_id) FROM lead WHERE tenant_id = $1) AS ids,
            (SELECT count(*) FROM lead_audit WHERE tenant_id = $1) AS audit, (SELECT count(*) FROM import_row WHERE tenant_id = $1) AS results`,
    [tenantId],
  );
  return counts;
}

const once = { leads: String(ROWS), ids: String(ROWS), audit: String(ROWS), results: String(ROWS) };

describe('an import whose worker dies', () => {
  it('is taken on from its last committed row by another one, each row once', async () => {
    const tenant = app.as();
    const id = await upload(tenant);
    await expect(crashAfter(await claimNext(), 3)).rejects.toThrow(Crash);
    expect((await tenant.get<ImportJob>(`/v1/imports/${id}`)).body).toMatchObject({
      status: 'running',
      progress: { done: 15, total: ROWS, percent: 37 },
    });
    const another = await app.startAnother({ ROLE: 'worker' });
    expect(await importEnded(tenant, id)).toMatchObject({ status: 'completed', counts: { rows: ROWS, created: ROWS } });
    await another.close();
    expect(await tracesOf(tenant)).toEqual(once);
    await eventually(() => {
      const events = app.published.ofType('lead.captured').filter(({ key }) => key.startsWith(tenant.tenantId));
      expect([events.length, new Set(events.map(({ key }) => key)).size]).toEqual([ROWS, ROWS]);
    });
  });

  it('is taken on with the rows known that later ones repeat: those that went in, not those that failed', async () => {
    const tenant = app.as();
    const rows = ['k,bad', 'l,l@x.com', 'm,', 'n,', 'o,', 'k,k@x.com', 'l,', 'k,again@x.com'];
    const id = await upload(tenant, ['id,email', ...rows, ''].join('\n'), { onRepeat: 'skip' });
    await expect(crashAfter(await claimNext(), 1)).rejects.toThrow(Crash);
    const successor = await eventually(async () => {
      const claim = await claimNext();
      expect(claim).toMatchObject({ importId: id });
      return claim;
    });
    await run(successor, async () => false);
    const outcomes = await rowsOf(tenant, id);
    expect([outcomes[0], ...outcomes.slice(5)]).toEqual([
      [1, 'failed', 'email.invalid', 'email'],
      [6, 'created', null, null],
      [7, 'skipped', 'row.repeated', 'externalId'],
      [8, 'skipped', 'row.repeated', 'externalId'],
    ]);
  });

  it('is not touched any more by one that comes back from the dead', async () => {
    const tenant = app.as();
    const id = await upload(tenant);
    const zombie = await claimNext();
    const awakened = Promise.withResolvers<void>();
    let asked = 0;
    const sleeping = run(zombie, async () => {
      if ((asked += 1) === 3) await awakened.promise;
      return false;
    });
    const successor = await eventually(async () => {
      const claim = await claimNext();
      expect(claim).toMatchObject({ importId: id });
      return claim;
    });
    const working = run(successor, async () => false);
    awakened.resolve();
    await expect(sleeping).rejects.toThrow(LeaseLost);
    await working;
    expect((await tenant.get<ImportJob>(`/v1/imports/${id}`)).body.status).toBe('completed');
    expect(await tracesOf(tenant)).toEqual(once);
  });

  it('is handed back at once by a worker that is told to stop', async () => {
    const tenant = app.as();
    const id = await upload(tenant);
    const claim = await claimNext();
    let asked = 0;
    await run(claim, async () => (asked += 1) > 2);
    expect(await claimNext()).toMatchObject({ importId: id, fence: String(Number(claim.fence) + 1), attempts: 1 });
  });
});

describe('an import when somebody in its file is erased', () => {
  const GONE = 'canary.gone@example.com';
  const FILE = ['Email,First name', ...Array.from({ length: 9 }, (_, n) => `stays${n}@example.com,Stays`)]
    .toSpliced(8, 0, `${GONE},Gone`)
    .join('\n');

  /** As compliance asks for it, of a lead that no row has named yet. */
  const ask = async ({ tenantId }: TenantClient, addresses: string[]) => {
    const data = {
      requestId: uuidV7.next(),
      purpose: 'erasure' as const,
      step: 'erase' as const,
      round: 1,
      leadIds: [uuidV7.next()],
      addresses,
    };
    const asked = { data, tenantId } as EventOf<typeof personDataRequestedV1>;
    const outcome = await database().inTenant(tenantId, (tx) => searches().begin(asked, tx));
    expect(outcome).toEqual({ kind: 'done' });
  };
  const database = () => app.service.app.get(TenantDatabase);
  const searches = () => app.service.app.get(FileSearchService, { strict: false });

  /** What the job does, up to the step that `fails`. @returns how many files it read */
  function search(fails = Infinity) {
    let steps = 0;
    return searches().run({
      signal: new AbortController().signal,
      step: (work) => database().withoutTenant(work),
      stepInTenant: (tenantId, work) =>
        runInContext({ tenantId, actor: { kind: 'service', id: 'spec' }, scopes: [], requestId: 'spec' }, () =>
          database().inTenant(tenantId, async (tx) => {
            const done = await work(tx);
            if ((steps += 1) === fails) throw new Crash();
            return done;
          }),
        ),
    });
  }
  const erase = async (tenant: TenantClient, addresses: string[]) => {
    await ask(tenant, addresses);
    await search();
  };
  const shown = async (tenant: TenantClient, id: string) =>
    Promise.all(['errors.csv', 'mapping'].map(async (what) => (await tenant.get(`/v1/imports/${id}/${what}`)).status));
  const chunksOf = (id: string) => inspect(app.database, 'SELECT FROM import_chunk WHERE import_id = $1', [id]);

  it('refuses their rows from then on, hides the file, and lets it go at its end', async () => {
    const tenant = app.as();
    const { body: job } = await tenant.upload<ImportJob>(FILE, { matchBy: 'email' });
    await expect(crashAfter(await claimNext(), 1)).rejects.toThrow(Crash);
    await erase(tenant, [`email:${GONE}`]);
    expect(await shown(tenant, job.id)).toEqual([404, 404]);
    const claim = await eventually(async () => {
      const next = await claimNext();
      expect(next).toMatchObject({ importId: job.id });
      return next;
    });
    await run(claim, async () => false);
    expect((await tenant.get<ImportJob>(`/v1/imports/${job.id}`)).body).toMatchObject({
      status: 'completed',
      counts: { rows: 10, created: 9, updated: 0, skipped: 0, failed: 1 },
    });
    expect(await rowsOf(tenant, job.id, 'failed')).toEqual([[8, 'failed', 'person.erased', null]]);
    await app.service.app.get(TenantDatabase).withoutTenant((tx) => app.service.app.get(ImportService).discardFiles(tx));
    expect(await chunksOf(job.id)).toEqual([]);
  });

  it('is cancelled with its file where nobody has started it, and leaves other files alone', async () => {
    const tenant = app.as();
    const draftOf = async (file: string) => (await tenant.upload<ImportJob>(file, { matchBy: 'email', start: false })).body.id;
    const [named, other] = [await draftOf('Email,Note\nbob@example.com,call (202) 555-0143'), await draftOf('Email\nbob@example.com')];
    await erase(tenant, ['phone:+12025550143']);
    const statusOf = async (id: string) => (await tenant.get<ImportJob>(`/v1/imports/${id}`)).body.status;
    expect([await statusOf(named), await statusOf(other)]).toEqual(['cancelled', 'draft']);
    expect([await shown(tenant, named), await shown(tenant, other)]).toEqual([
      [404, 404],
      [200, 200],
    ]);
    expect([(await chunksOf(named)).length, (await chunksOf(other)).length]).toEqual([0, 1]);
  });

  it('is found on the sheet of a workbook that is read, though it is not the first', async () => {
    const tenant = app.as();
    const sheet = (...texts: string[]) =>
      `<sheetData>${texts.map((text) => `<row><c t="inlineStr"><is><t>${text}</t></is></c></row>`).join('')}</sheetData>`;
    const content = new Uint8Array(workbookOf({ sheets: { Notes: sheet('Remarks', 'none'), Leads: sheet('Email', GONE) } }));
    const options = { matchBy: 'email', start: false, sheet: 'Leads' };
    const { id } = (await tenant.upload<ImportJob>(content, options, {}, 'leads.xlsx')).body;
    await erase(tenant, [`email:${GONE}`]);
    expect((await tenant.get<ImportJob>(`/v1/imports/${id}`)).body.status).toBe('cancelled');
  });

  it('is looked for in one file after the other, and compliance is answered when all were read, whatever dies meanwhile', async () => {
    const tenant = app.as();
    const draftOf = async (address: string) =>
      (await tenant.upload<ImportJob>(`Email\n${address}\n`, { matchBy: 'email', start: false })).body.id;
    const [first, second] = [await draftOf(GONE), await draftOf('bob@example.com')];
    const kept = (table: string) =>
      inspect<{ text: string }>(app.database, `SELECT t::text AS text FROM ${table} t WHERE tenant_id = $1`, [tenant.tenantId]);
    const receipts = async () => (await kept('outbox')).filter(({ text }) => text.includes('person-data.erased'));
    await ask(tenant, [`email:${GONE}`]);
    expect(await receipts()).toEqual([]);
    expect((await kept('file_search')).map(({ text }) => [text.includes(first), /canary/i.test(text)])).toEqual([[false, false]]);
    // The searches are found, then the files that are left; the first is noted as read; dead while it looks what is left.
    await expect(search(4)).rejects.toThrow(Crash);
    expect((await kept('file_search')).map(({ text }) => [text.includes(first), text.includes(second)])).toEqual([[true, false]]);
    expect([await receipts(), await shown(tenant, first)]).toEqual([[], [200, 200]]);
    const third = await draftOf(`Bob <${GONE}>`);
    expect(await search()).toEqual({ files: 2, answered: 1 });
    expect([(await receipts()).length, (await kept('file_search')).length]).toEqual([1, 0]);
    const stillThere = await Promise.all([first, second, third].map(async (id) => (await chunksOf(id)).length));
    expect(stillThere).toEqual([0, 1, 0]);
    expect(await search()).toEqual({ files: 0, answered: 0 });
  });
});

describe('an import that cannot get on', () => {
  it('is given up and says so; what went in stays counted', async () => {
    await inspect(app.database, `DELETE FROM import`);
    const tenant = app.as();
    const id = await upload(tenant);
    await inspect(app.database, 'DELETE FROM import_chunk WHERE import_id = $1', [id]);
    const another = await app.startAnother({ ROLE: 'worker', IMPORT_LEASE_MS: '100', LOG_LEVEL: 'silent' });
    expect(await importEnded(tenant, id)).toMatchObject({ status: 'failed', error: { code: 'LEAD.IMPORT_STUCK' }, counts: { rows: 0 } });
    await another.close();
    await eventually(() =>
      expect(app.published.ofType('import.completed').filter(({ key }) => key.endsWith(id))).toMatchObject([
        { data: { status: 'failed', rows: 0 } },
      ]),
    );
  });
});

describe('tenants', () => {
  it('need not wait for an import that was handed back, though a sign of life of its worker comes late', async () => {
    await inspect(app.database, `DELETE FROM import`);
    const tenant = app.as();
    const id = await upload(tenant);
    const [database, imports] = [app.service.app.get(TenantDatabase), app.service.app.get(ImportRepository)];
    const claim = await claimNext();
    expect(claim.importId).toBe(id);
    await database.inTenant(tenant.tenantId, (tx) => imports.release(tx, claim));
    await database.inTenant(tenant.tenantId, (tx) => imports.prolong(tx, claim, 3_600));
    expect(await claimNext()).toMatchObject({ importId: id, fence: String(BigInt(claim.fence) + 1n) });
  });

  it('take turns: a small import does not wait for the end of a large one', async () => {
    const [large, small] = [app.as(), app.as()];
    const largeId = await upload(large, fileOf(300));
    const smallId = await upload(small, fileOf(10));
    const another = await app.startAnother({ ROLE: 'worker', IMPORT_SLICE_MS: '1' });
    const [soon, late] = [await importEnded(small, smallId), await importEnded(large, largeId)];
    expect([soon.counts.created, late.counts.created]).toEqual([10, 300]);
    expect(Date.parse(String(soon.completedAt))).toBeLessThan(Date.parse(String(late.completedAt)));
    await another.close();
  });
});
