import { Inject, Injectable } from '@nestjs/common';
import { type Clock, DomainError, type IdSource } from '@leadstream/kernel';
import { TenantDatabase, type Tx } from '@leadstream/persistence';
import { logger } from '@leadstream/telemetry';
import { identifiersOf, LeadRepository } from '../../lead-store/lead.repository.js';
import { isOvertaken, LeadSaveService } from '../../lead-store/lead-save.service.js';
import { importBatchDuration } from '../../metrics.js';
import { SettingsService } from '../../settings/settings.service.js';
import { CLOCK, IDS } from '../../tokens.js';
import type { ImportPlan } from '../plan/import-plan.js';
import type { ImportClaim } from '../store/import.repository.js';
import { applyRows, type NumberedRow } from './apply-rows.rules.js';
import { ImportProgressService } from './import-progress.service.js';
import { LeaseLost } from './lease-lost.js';

const log = logger('import-batch');

/** How often a batch is decided anew because others wrote the same leads at the same moment. */
const MAX_ATTEMPTS = 3;

/** Brings rows into the store: leads, history, audit, events, row results and counts in one transaction, so each row exactly once. */
@Injectable()
export class ImportBatchService {
  constructor(
    private readonly database: TenantDatabase,
    private readonly leads: LeadRepository,
    private readonly saves: LeadSaveService,
    private readonly progress: ImportProgressService,
    private readonly settings: SettingsService,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(IDS) private readonly ids: IdSource,
  ) {}

  /**
   * A row that the database refuses fails alone: the batch is halved until it is found.
   * @param rows consecutive, the first being the next of the import
   * @throws LeaseLost, DomainError of kind `unavailable`
   */
  async apply(claim: ImportClaim, plan: ImportPlan, rows: readonly NumberedRow[]): Promise<void> {
    try {
      await this.attempt(claim, plan, rows);
    } catch (error) {
      if (error instanceof LeaseLost || (error instanceof DomainError && error.kind === 'unavailable')) throw error;
      const middle = Math.ceil(rows.length / 2);
      if (rows.length > 1) {
        await this.apply(claim, plan, rows.slice(0, middle));
        await this.apply(claim, plan, rows.slice(middle));
        return;
      }
      log.error('import_row_refused', { importId: claim.importId, row: rows[0]?.rowNumber, error });
      await this.attempt(
        claim,
        plan,
        rows.map(({ rowNumber }) => ({ rowNumber, reading: { refusal: REFUSED } })),
      );
    }
  }

  private async attempt(claim: ImportClaim, plan: ImportPlan, rows: readonly NumberedRow[]): Promise<void> {
    const startedAt = performance.now();
    for (let attempt = 1; ; attempt += 1) {
      try {
        await this.database.inTenant(claim.tenantId, (tx) => this.write(tx, claim, plan, rows));
        importBatchDuration.record((performance.now() - startedAt) / 1_000, {});
        return;
      } catch (error) {
        if (!isOvertaken(error) || attempt === MAX_ATTEMPTS) throw error;
      }
    }
  }

  private async write(tx: Tx, claim: ImportClaim, plan: ImportPlan, rows: readonly NumberedRow[]): Promise<void> {
    const stated = rows.flatMap(({ reading }) => ('row' in reading ? [reading.row.fields] : []));
    const [, existing, settings] = await Promise.all([
      this.progress.demandNext(tx, claim, rows[0]?.rowNumber ?? 0),
      this.leads.findByIdentifiers(tx, claim.tenantId, identifiersOf(stated)),
      this.settings.find(tx),
    ]);
    const effect = applyRows(rows, existing, { plan, settings, ids: this.ids, now: this.clock.now(), importId: claim.importId });
    await Promise.all([this.saves.saveAll(tx, effect), this.progress.advance(tx, claim, effect.results)]);
  }
}

const REFUSED = { code: 'row.refused', path: null, message: 'The row could not be stored.' };
