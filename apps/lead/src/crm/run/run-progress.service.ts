import { Inject, Injectable } from '@nestjs/common';
import type { CrmOutcome } from '@leadstream/contracts';
import type { Clock, IdSource } from '@leadstream/kernel';
import { TenantDatabase, type Tx } from '@leadstream/persistence';
import type { LeadConfig } from '../../config.js';
import { untilNotOvertaken } from '../../lead-store/lead-save.service.js';
import { crmSyncDuration, crmSyncRecords, crmSyncsEnded } from '../../metrics.js';
import { CLOCK, CONFIG, IDS } from '../../tokens.js';
import { ConnectionRepository } from '../connection/connection.repository.js';
import { RunJournalService } from './journal/run-journal.service.js';
import { SyncRunRepository } from './sync-run.repository.js';
import { type RunClaim, type RunRecord, SyncRunLost, type SyncStep } from './sync-run.js';
import { sumOf } from './tally.rules.js';

/** Notes of a run that are kept; the counts hold all. */
const MOST_NOTES = 10_000;

/** Writes what a run did together with the place behind it: either both count or neither. */
@Injectable()
export class RunProgressService {
  constructor(
    private readonly database: TenantDatabase,
    private readonly runs: SyncRunRepository,
    private readonly connections: ConnectionRepository,
    private readonly journal: RunJournalService,
    @Inject(CONFIG) private readonly config: Pick<LeadConfig, 'CRM_LEASE_MS'>,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(IDS) private readonly ids: IdSource,
  ) {}

  /** @throws SyncRunLost */
  async commit(claim: RunClaim, work: (tx: Tx, run: RunRecord) => Promise<SyncStep>): Promise<RunRecord> {
    const { run, step } = await untilNotOvertaken(() =>
      this.whileHeld(claim, async (tx, held) => {
        const done = await work(tx, held);
        return { run: await this.write(tx, claim, held, done), step: done };
      }),
    );
    countStep(run, step);
    countEnd(run);
    return run;
  }

  /** The run ends here, for a reason that asking again does not help. @throws SyncRunLost */
  async fail(claim: RunClaim, errorCode: string): Promise<RunRecord> {
    const failed = await this.whileHeld(claim, async (tx, run) => {
      const state = { wasReached: false, errorCode, limitedUntil: null };
      await this.connections.updateState(tx, tx.tenantId, run.provider, state);
      return this.end(tx, claim, { ...run, status: 'failed', errorCode });
    });
    countEnd(failed);
    return failed;
  }

  /** The run goes on later. @param failed whether it counts as a failure @throws SyncRunLost */
  wait(claim: RunClaim, until: Date, failed: boolean, errorCode: string): Promise<void> {
    return this.whileHeld(claim, async (tx, run) => {
      const limitedUntil = failed ? null : until;
      await this.connections.updateState(tx, tx.tenantId, run.provider, { wasReached: !failed, errorCode, limitedUntil });
      await this.runs.release(tx, claim, until, failed, errorCode);
    });
  }

  /** Lets another run have its turn. @throws SyncRunLost */
  release(claim: RunClaim): Promise<void> {
    return this.whileHeld(claim, (tx) => this.runs.release(tx, claim, null, false, null));
  }

  /** @throws SyncRunLost */
  whileHeld<T>(claim: RunClaim, work: (tx: Tx, run: RunRecord) => Promise<T>): Promise<T> {
    return this.database.inTenant(claim.tenantId, async (tx) => {
      const run = await this.runs.hold(tx, claim);
      if (!run) throw new SyncRunLost();
      return work(tx, run);
    });
  }

  private async write(tx: Tx, claim: RunClaim, run: RunRecord, step: SyncStep): Promise<RunRecord> {
    const { direction, phase, position, counts, notes } = step;
    const side = direction === 'pull' ? ({ pulled: sumOf(run.pulled, counts) } as const) : { pushed: sumOf(run.pushed, counts) };
    const after: RunRecord = { ...run, ...side, phase, position, pages: run.pages + 1, failures: 0, errorCode: null };
    const now = this.clock.now();
    const kept = notes.map((note) => ({ ...note, recordId: this.ids.next() }));
    await this.runs.createRecords(tx, claim, direction, kept, now, MOST_NOTES);
    await this.runs.advance(tx, claim, after, this.config.CRM_LEASE_MS / 1_000);
    if (phase !== 'end') return after;
    await this.connections.updateToSynced(tx, tx.tenantId, run.provider, run.windowUntil, now);
    return this.end(tx, claim, { ...after, status: 'completed' });
  }

  private async end(tx: Tx, claim: RunClaim, run: RunRecord): Promise<RunRecord> {
    const endedAt = this.clock.now();
    // Where a failed one stood still is where the next one goes on.
    const after: RunRecord = { ...run, phase: run.status === 'failed' ? run.phase : 'end', endedAt };
    await this.runs.end(tx, claim, after);
    await this.journal.end(tx, after, endedAt);
    return after;
  }
}

function countStep({ provider }: RunRecord, { direction, counts }: SyncStep): void {
  for (const [outcome, records] of Object.entries(counts) as [CrmOutcome, number][])
    crmSyncRecords.add(records, { provider, direction, outcome });
}

function countEnd({ provider, kind, status, createdAt, endedAt }: RunRecord): void {
  if (status === 'running' || endedAt === null) return;
  crmSyncsEnded.add(1, { provider, kind, status });
  crmSyncDuration.record(Math.max(0, endedAt.getTime() - createdAt.getTime()) / 1_000, { provider, kind });
}
