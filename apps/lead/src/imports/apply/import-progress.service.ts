import { Inject, Injectable } from '@nestjs/common';
import { importCompletedV1, type RowOutcome } from '@leadstream/contracts';
import type { Clock, Uuid } from '@leadstream/kernel';
import { Outbox } from '@leadstream/messaging';
import type { Tx } from '@leadstream/persistence';
import type { LeadConfig } from '../../config.js';
import { importRows, importsEnded } from '../../metrics.js';
import { CLOCK, CONFIG } from '../../tokens.js';
import { importErrors } from '../import.errors.js';
import { ImportRowRepository } from '../store/import-row.repository.js';
import { type ImportClaim, ImportRepository, type ImportTotals } from '../store/import.repository.js';
import type { RowResult } from './apply-rows.rules.js';
import { LeaseLost } from './lease-lost.js';

/** How an import can end. */
type ImportEnd = 'completed' | 'failed' | 'cancelled' | 'reverted';

/** How far an import has got, told in the transaction that gets it there. */
@Injectable()
export class ImportProgressService {
  constructor(
    private readonly imports: ImportRepository,
    private readonly rows: ImportRowRepository,
    private readonly outbox: Outbox,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(CONFIG) private readonly config: Pick<LeadConfig, 'IMPORT_LEASE_MS'>,
  ) {}

  /**
   * Makes sure, until the transaction ends, that the claim is good and that `rowNumber` is the next row.
   * @throws LeaseLost
   */
  async demandNext(tx: Tx, claim: ImportClaim, rowNumber: number): Promise<void> {
    const held = await this.imports.hold(tx, claim);
    if (held?.rowsDone !== rowNumber - 1) throw new LeaseLost();
  }

  /** Stores the results of rows, counts them, and closes the import with its last row; a dry run leaves a draft. */
  async advance(tx: Tx, claim: ImportClaim, results: readonly RowResult[], isDry: boolean): Promise<void> {
    const count = (outcome: RowOutcome) => results.filter((result) => result.outcome === outcome).length;
    const counts = { created: count('created'), updated: count('updated'), skipped: count('skipped'), failed: count('failed') };
    const warned = results.filter(({ warnings }) => warnings.length > 0).length;
    const [totals] = await Promise.all([
      this.imports.advance(tx, claim, { ...counts, warned }, this.config.IMPORT_LEASE_MS / 1_000),
      this.rows.save(tx, claim.tenantId, claim.importId, results, isDry),
    ]);
    const isAll = totals.rowsDone === totals.rowsTotal;
    if (isDry) return isAll ? this.imports.updateToChecked(tx, claim) : undefined;
    if (isAll) await this.complete(tx, claim, totals);
    for (const [outcome, amount] of Object.entries(counts)) importRows.add(amount, { outcome: outcome as RowOutcome });
  }

  /** Gives an import up; what went in stays and is counted. */
  async fail(tx: Tx, claim: ImportClaim): Promise<void> {
    const totals = await this.imports.findTotals(tx, claim);
    if (!totals) return;
    const { code, title } = importErrors.IMPORT_STUCK();
    const at = this.clock.now();
    await this.imports.updateToEnded(tx, claim, at, { code, message: title });
    if (totals.work === 'running') await this.tell(tx, claim.importId, totals, 'failed', at);
  }

  private async complete(tx: Tx, claim: ImportClaim, totals: ImportTotals): Promise<void> {
    const at = this.clock.now();
    await this.imports.updateToEnded(tx, claim, at, null);
    await this.tell(tx, claim.importId, totals, 'completed', at);
  }

  /** Says that an import came to its end, for the second time where it was taken back. */
  async tell(tx: Tx, importId: Uuid, totals: ImportTotals, status: ImportEnd, at: Date): Promise<void> {
    const { created, updated, skipped, failed, rowsDone: rows } = totals;
    const data = { importId, status, rows, created, updated, skipped, failed, completedAt: at.toISOString() };
    await this.outbox.add(tx, importCompletedV1, { data, sequence: status === 'reverted' ? 2 : 1, time: at });
    importsEnded.add(1, { status });
  }
}
