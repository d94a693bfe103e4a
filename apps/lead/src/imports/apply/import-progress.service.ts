import { Inject, Injectable } from '@nestjs/common';
import type { RowOutcome } from '@leadstream/contracts';
import type { Clock } from '@leadstream/kernel';
import type { Tx } from '@leadstream/persistence';
import type { LeadConfig } from '../../config.js';
import { importRows } from '../../metrics.js';
import { CLOCK, CONFIG } from '../../tokens.js';
import { importErrors } from '../import.errors.js';
import { ImportRowRepository } from '../store/import-row.repository.js';
import { type ImportClaim, ImportRepository, type ImportTotals } from '../store/import.repository.js';
import type { RowResult } from './apply-rows.rules.js';
import { ImportTellingService } from './import-telling.service.js';
import { LeaseLost } from './lease-lost.js';

/** How far an import has got, told in the transaction that gets it there. */
@Injectable()
export class ImportProgressService {
  constructor(
    private readonly imports: ImportRepository,
    private readonly rows: ImportRowRepository,
    private readonly telling: ImportTellingService,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(CONFIG) private readonly config: Pick<LeadConfig, 'IMPORT_LEASE_MS'>,
  ) {}

  /**
   * Makes sure, until the transaction ends, that the claim is good and that `rowNumber` is the next row.
   * @returns when its upload began
   * @throws LeaseLost
   */
  async demandNext(tx: Tx, claim: ImportClaim, rowNumber: number): Promise<Date> {
    const held = await this.imports.hold(tx, claim);
    if (held?.rowsDone !== rowNumber - 1) throw new LeaseLost();
    return held.createdAt;
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
    if (totals.work === 'running') await this.telling.ended(tx, claim.importId, totals, 'failed', at);
  }

  private async complete(tx: Tx, claim: ImportClaim, totals: ImportTotals): Promise<void> {
    const at = this.clock.now();
    await this.imports.updateToEnded(tx, claim, at, null);
    await this.telling.ended(tx, claim.importId, totals, 'completed', at);
  }
}
