import { setImmediate as nextTurn } from 'node:timers/promises';
import { Inject, Injectable } from '@nestjs/common';
import { dncEntryLoadEndedV1 } from '@leadstream/contracts';
import { defineJob, type Job, type JobRun, requestRun } from '@leadstream/jobs';
import { type Clock, DomainError, type Uuid } from '@leadstream/kernel';
import { Outbox } from '@leadstream/messaging';
import { TenantDatabase, type Tx } from '@leadstream/persistence';
import { errorType, logger } from '@leadstream/telemetry';
import type { ComplianceConfig } from '../../config.js';
import { dncLoads } from '../../metrics.js';
import { CLOCK, CONFIG } from '../../tokens.js';
import { DncBulkService } from '../bulk/dnc-bulk.service.js';
import type { SharedStatement } from '../bulk/dnc-bulk.repository.js';
import { refuseMostlyBad } from '../registry/file/read-list-file.js';
import { readText } from '../registry/file/read-text.js';
import { ENDED, ENTRY_LOAD_JOB, outcomeOf, refusedOutcome, refuseHopeless, refuseTooMany, toldEnd } from './entry-load.rules.js';
import { EntryLoadRepository } from './entry-load.repository.js';
import { EntryRows, rowsOf } from './entry-rows.rules.js';
import type { EntryOutcome, WaitingEntryLoad } from './waiting-entry-load.js';

const log = logger('dnc-entry-load');

const CADENCE_MS = 60_000;
const TIMEOUT_MS = 30 * 60_000;
const TENANTS = 100;
/** A file of gzip may hold so many times its size. */
const MOST_UNPACKED = 8;
/** Rows that are read before others get their turn, and between two notes of how far it is. */
const [ROWS_A_TURN, ROWS_A_REPORT] = [500, 5_000];

/** Makes entries of the files that were uploaded: all rows of a file in one transaction, or none and why. */
@Injectable()
export class EntryLoadRunService {
  constructor(
    private readonly database: TenantDatabase,
    private readonly loads: EntryLoadRepository,
    private readonly bulk: DncBulkService,
    private readonly outbox: Outbox,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(CONFIG) private readonly config: Pick<ComplianceConfig, 'DNC_ENTRY_LOAD_MAX_BYTES' | 'DNC_ENTRY_LOAD_MAX_ROWS'>,
  ) {}

  job(): Job {
    return defineJob({
      name: ENTRY_LOAD_JOB,
      cadence: { everyMs: CADENCE_MS },
      missed: 'skip',
      timeoutMs: TIMEOUT_MS,
      run: (run) => this.run(run),
    });
  }

  async run(run: JobRun): Promise<void> {
    const { loaded, failed } = await this.#loadWaiting(run);
    // Another attempt, and somebody is told when none gets through; what was loaded is loaded.
    if (failed > 0) throw new Error(`files of ${failed} tenants could not be loaded`);
    await run.finish(() => Promise.resolve({ loaded }));
    // Who asked for the job while this run was ending asked for this run, which had looked for the last time.
    await this.database.withoutTenant(async (tx) => {
      if ((await this.loads.findTenantsWithOpen(tx, 1)).length > 0) await requestRun(tx, ENTRY_LOAD_JOB, 'upload');
    });
  }

  /** A file that fails waits for the next run, with all that its tenant has; the others do not wait for it. */
  async #loadWaiting(run: JobRun): Promise<{ loaded: number; failed: number }> {
    const failed = new Set<Uuid>();
    for (let loaded = 0; ;) {
      // As many more as are left aside: they would fill the page.
      const open = await run.step((tx) => this.loads.findTenantsWithOpen(tx, TENANTS + failed.size));
      const tenants = open.filter((tenantId) => !failed.has(tenantId));
      if (tenants.length === 0) return { loaded, failed: failed.size };
      for (const tenantId of tenants) {
        try {
          if (await this.#next(run, tenantId)) loaded += 1;
        } catch (error) {
          if (run.signal.aborted) throw error;
          failed.add(tenantId);
          log.error('dnc_entry_load_failed', { reason: errorType(error) });
        }
      }
    }
  }

  /** @returns whether there was one */
  async #next(run: JobRun, tenantId: Uuid): Promise<boolean> {
    const load = await run.stepInTenant(tenantId, (tx) => this.loads.updateToBegun(tx, tenantId, this.clock.now()));
    if (!load) return false;
    try {
      refuseHopeless(load);
      const rows = await this.#read(run, tenantId, load);
      refuseMostlyBad(rows.summary());
      await this.#put(run, tenantId, load, rows);
    } catch (error) {
      if (!isRefusal(error)) throw error;
      log.info('dnc_entry_load_refused', { loadId: load.id, code: error.code });
      const { code, extra } = error;
      await run.stepInTenant(tenantId, (tx) => this.#end(tx, load.id, refusedOutcome(extra), code, this.clock.now()));
      dncLoads.add(1, { outcome: 'refused' });
    }
    return true;
  }

  async #read(run: JobRun, tenantId: Uuid, { id, options, content }: WaitingEntryLoad): Promise<EntryRows> {
    const text = await readText(content, this.config.DNC_ENTRY_LOAD_MAX_BYTES * MOST_UNPACKED);
    const all = rowsOf(text, options.hasHeadings);
    refuseTooMany(all.length, this.config.DNC_ENTRY_LOAD_MAX_ROWS);
    const rows = new EntryRows(options);
    for (const [done, row] of all.entries()) {
      if (done % ROWS_A_TURN === 0) await nextTurn();
      if (done % ROWS_A_REPORT === 0)
        await run.stepInTenant(tenantId, (tx) => this.loads.updateProgress(tx, tenantId, id, done, all.length));
      rows.add(row);
    }
    return rows;
  }

  async #put(run: JobRun, tenantId: Uuid, { id, options }: WaitingEntryLoad, rows: EntryRows): Promise<void> {
    await run.stepInTenant(tenantId, async (tx) => {
      const now = this.clock.now();
      const { channels, reason, source, expiresAt, evidence = null } = options;
      const shared: SharedStatement = {
        channels,
        reason,
        source,
        evidence,
        addedAt: now,
        expiresAt: expiresAt === null ? null : new Date(expiresAt),
      };
      const counts = await this.bulk.put(tx, rows.names(), shared, now);
      await this.#end(tx, id, outcomeOf(rows, counts), null, now);
    });
    dncLoads.add(1, { outcome: 'completed' });
  }

  /** @param refusal code of an error; null when its rows are entries now */
  async #end(tx: Tx, id: string, outcome: EntryOutcome, refusal: string | null, at: Date): Promise<void> {
    await this.loads.updateToEnded(tx, tx.tenantId, id, outcome, refusal, at);
    await this.outbox.add(tx, dncEntryLoadEndedV1, { data: toldEnd(id, outcome, refusal, at), sequence: ENDED, time: at });
  }
}

/** Whether it is the file's fault: the next attempt would come to the same. */
function isRefusal(error: unknown): error is DomainError {
  return error instanceof DomainError && error.code.startsWith('COMPLIANCE.') && error.kind !== 'unavailable';
}
