import { Inject, Injectable } from '@nestjs/common';
import { importCompletedV1, type RowOutcome } from '@leadstream/contracts';
import type { Clock } from '@leadstream/kernel';
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
    const rowsDone = await this.imports.hold(tx, claim);
    if (rowsDone !== rowNumber - 1) throw new LeaseLost();
  }

  /** Stores the results of rows, counts them, and closes the import with its last row. */
  async advance(tx: Tx, claim: ImportClaim, results: readonly RowResult[]): Promise<void> {
    const count = (outcome: RowOutcome) => results.filter((result) => result.outcome === outcome).length;
    const counts = { created: count('created'), updated: count('updated'), skipped: count('skipped'), failed: count('failed') };
    const [totals] = await Promise.all([
      this.imports.advance(tx, claim, counts, this.config.IMPORT_LEASE_MS / 1_000),
      this.rows.create(tx, claim.tenantId, claim.importId, results),
    ]);
    if (totals.rowsDone === totals.rowsTotal) await this.close(tx, claim, totals, 'completed');
    for (const [outcome, amount] of Object.entries(counts)) importRows.add(amount, { outcome: outcome as RowOutcome });
  }

  /** Gives an import up; what went in stays and is counted. */
  async fail(tx: Tx, claim: ImportClaim): Promise<void> {
    const totals = await this.imports.findTotals(tx, claim);
    if (totals) await this.close(tx, claim, totals, 'failed');
  }

  private async close(tx: Tx, claim: ImportClaim, totals: ImportTotals, status: 'completed' | 'failed'): Promise<void> {
    const at = this.clock.now();
    const { code, title } = importErrors.IMPORT_STUCK();
    await this.imports.updateToEnded(tx, claim, at, status === 'failed' ? { code, message: title } : null);
    const { created, updated, skipped, failed, rowsDone: rows } = totals;
    const data = { importId: claim.importId, status, rows, created, updated, skipped, failed, completedAt: at.toISOString() };
    await this.outbox.add(tx, importCompletedV1, { data, sequence: 1, time: at });
    importsEnded.add(1, { status });
  }
}
