import { Inject, Injectable } from '@nestjs/common';
import { type Clock, type RequestContext, runInContext } from '@leadstream/kernel';
import { TenantDatabase } from '@leadstream/persistence';
import { withSpan } from '@leadstream/telemetry';
import type { LeadConfig } from '../../config.js';
import { CLOCK, CONFIG } from '../../tokens.js';
import type { NumberedRow } from '../apply/apply-rows.rules.js';
import { ImportBatchService } from '../apply/import-batch.service.js';
import { openCsv } from '../csv/csv-file.js';
import { readRow } from '../plan/row.rules.js';
import { ImportFileService } from '../store/import-file.service.js';
import { type ImportClaim, ImportRepository, type ImportState } from '../store/import.repository.js';

/** Takes a claimed import on from its last committed row. */
@Injectable()
export class ImportRunService {
  constructor(
    private readonly database: TenantDatabase,
    private readonly imports: ImportRepository,
    private readonly files: ImportFileService,
    private readonly batches: ImportBatchService,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(CONFIG) private readonly config: Pick<LeadConfig, 'IMPORT_BATCH_ROWS'>,
  ) {}

  /**
   * @param shouldPause asked after every batch; the import then waits for its next turn
   * @throws LeaseLost, DomainError of kind `unavailable`
   */
  async run(claim: ImportClaim, shouldPause: () => Promise<boolean>): Promise<void> {
    const { tenantId, importId } = claim;
    const state = await this.database.readInTenant(tenantId, (tx) => this.imports.findState(tx, claim));
    if (!state) return;
    await runInContext(contextOf(claim, state), () =>
      withSpan('import.run', { 'leadstream.import.id': importId }, () => this.work(claim, state, shouldPause), {
        parent: state.traceparent ?? undefined,
      }),
    );
  }

  /** Rows of the next batch are read while the database works on the one before. */
  private async work(claim: ImportClaim, state: ImportState, shouldPause: () => Promise<boolean>): Promise<void> {
    let inWork: Promise<void> | undefined;
    try {
      for await (const rows of this.rowsLeft(claim, state)) {
        await inWork;
        // Never before the first batch: a claim that brings nothing in counts as an attempt that failed.
        if (inWork && (await shouldPause())) return await this.database.inTenant(claim.tenantId, (tx) => this.imports.release(tx, claim));
        inWork = this.batches.apply(claim, state.plan, rows);
        // Its failure is thrown by the await above or below; until then it must not count as unhandled.
        inWork.catch(() => undefined);
      }
      await inWork;
    } finally {
      await inWork?.catch(() => undefined);
    }
  }

  private async *rowsLeft(claim: ImportClaim, { plan, rowsDone }: ImportState): AsyncGenerator<NumberedRow[]> {
    const file = await openCsv(this.files.read(claim.tenantId, claim.importId), plan);
    const now = this.clock.now();
    let rowNumber = 0;
    let batch: NumberedRow[] = [];
    for await (const block of file.rows) {
      for (const cells of block) {
        rowNumber += 1;
        if (rowNumber <= rowsDone) continue;
        batch.push({ rowNumber, reading: readRow(cells, plan, now) });
        if (batch.length < this.config.IMPORT_BATCH_ROWS) continue;
        yield batch;
        batch = [];
      }
    }
    if (batch.length > 0) yield batch;
  }
}

/** The changes are those of whoever uploaded the file. */
function contextOf({ tenantId }: ImportClaim, { actorKind, actorId, clientIp, requestId }: ImportState): RequestContext {
  return { tenantId, actor: { kind: actorKind, id: actorId }, scopes: [], requestId, ...(clientIp !== null && { clientIp }) };
}
