import { Inject, Injectable } from '@nestjs/common';
import { type RequestContext, runInContext } from '@leadstream/kernel';
import { TenantDatabase } from '@leadstream/persistence';
import { logger, withSpan } from '@leadstream/telemetry';
import type { LeadConfig } from '../../config.js';
import { CONFIG } from '../../tokens.js';
import { ImportBatchService } from '../apply/import-batch.service.js';
import { ReversalService } from '../revert/reversal.service.js';
import { type ImportClaim, ImportRepository, type ImportState } from '../store/import.repository.js';
import { RowReaderService } from './row-reader.service.js';

const log = logger('import-run');

/** Takes a claimed import on from where it stands: rows in, rows tried, or rows taken back. */
@Injectable()
export class ImportRunService {
  constructor(
    private readonly database: TenantDatabase,
    private readonly imports: ImportRepository,
    private readonly rows: RowReaderService,
    private readonly batches: ImportBatchService,
    private readonly reversals: ReversalService,
    @Inject(CONFIG) private readonly config: Pick<LeadConfig, 'IMPORT_BATCH_ROWS' | 'IMPORT_LEASE_MS'>,
  ) {}

  /**
   * @param shouldPause asked after every batch; the import then waits for its next turn
   * @throws LeaseLost, DomainError of kind `unavailable`
   */
  async run(claim: ImportClaim, shouldPause: () => Promise<boolean>): Promise<void> {
    const { tenantId, importId } = claim;
    const state = await this.database.readInTenant(tenantId, (tx) => this.imports.findState(tx, claim));
    if (!state) return;
    const work = () => (state.work === 'reverting' ? this.revert(claim, state, shouldPause) : this.apply(claim, state, shouldPause));
    await runInContext(contextOf(claim, state), () =>
      withSpan('import.run', { 'leadstream.import.id': importId, 'leadstream.import.work': state.work }, work, {
        parent: state.traceparent ?? undefined,
      }),
    );
  }

  /** Rows of the next batch are read while the database works on the one before. */
  private async apply(claim: ImportClaim, state: ImportState, shouldPause: () => Promise<boolean>): Promise<void> {
    const isDry = state.work === 'checking';
    const run = { claim, plan: state.plan, isDry, foretoldTags: new Set<string>(), repeats: await this.rows.repeatsOf(state.plan, isDry) };
    const alive = setInterval(() => this.prolong(claim), this.config.IMPORT_LEASE_MS / 3);
    let inWork: Promise<void> | undefined;
    try {
      for await (const rows of this.rows.rowsFrom(claim, state, state.rowsDone, this.config.IMPORT_BATCH_ROWS, run.repeats)) {
        clearInterval(alive);
        await inWork;
        // Never before the first batch: a claim that brings nothing in counts as an attempt that failed.
        if (inWork && (await shouldPause())) return await this.release(claim);
        inWork = this.batches.apply(run, rows);
        // Its failure is thrown by the await above or below; until then it must not count as unhandled.
        inWork.catch(() => undefined);
      }
      await inWork;
    } finally {
      clearInterval(alive);
      await inWork?.catch(() => undefined);
    }
  }

  /** Until the first batch: to come to the rows that are left may take longer than a lease. */
  private prolong(claim: ImportClaim): void {
    this.database
      .inTenant(claim.tenantId, (tx) => this.imports.prolong(tx, claim, this.config.IMPORT_LEASE_MS / 1_000))
      .catch((error: unknown) => log.warn('import_lease_not_prolonged', { importId: claim.importId, error }));
  }

  private async revert(claim: ImportClaim, { plan }: ImportState, shouldPause: () => Promise<boolean>): Promise<void> {
    while (!(await this.reversals.revertNext(claim, plan))) if (await shouldPause()) return this.release(claim);
  }

  private release(claim: ImportClaim): Promise<void> {
    return this.database.inTenant(claim.tenantId, (tx) => this.imports.release(tx, claim));
  }
}

/** The changes are those of whoever uploaded the file, or had it taken back. */
function contextOf({ tenantId }: ImportClaim, { actorKind, actorId, clientIp, requestId }: ImportState): RequestContext {
  return { tenantId, actor: { kind: actorKind, id: actorId }, scopes: [], requestId, ...(clientIp !== null && { clientIp }) };
}
