import { Inject, Injectable } from '@nestjs/common';
import { type Clock, DomainError, type IdSource } from '@leadstream/kernel';
import { Outbox } from '@leadstream/messaging';
import { TenantDatabase, type Tx } from '@leadstream/persistence';
import { logger } from '@leadstream/telemetry';
import { CustomIndexService } from '../../custom-fields/index/custom-index.service.js';
import { uniqueValues } from '../../custom-fields/index/indexed-values.rules.js';
import { CustomFieldsService } from '../../custom-fields/store/custom-fields.service.js';
import { acceptCustomValues, type CustomFieldFacts } from '../../custom-fields/values/accept-custom-values.rules.js';
import { NamedMemberReadModel } from '../../distribution/members/named-member.read-model.js';
import type { FoundLeads } from '../../lead/found-leads.js';
import { CustomFactsService } from '../../lead-store/custom-facts.service.js';
import type { LeadEffect } from '../../lead/lead-step.js';
import { identifiersOf, LeadLookupRepository } from '../../lead-store/lead-lookup.repository.js';
import { LeadSaveService, untilNotOvertaken } from '../../lead-store/lead-save.service.js';
import { importBatchDuration } from '../../metrics.js';
import { TagsService } from '../../tags/store/tags.service.js';
import { HeldSettingsService } from '../../settings/store/held-settings.service.js';
import { CLOCK, IDS } from '../../tokens.js';
import { withCustomValues } from '../plan/custom-columns.rules.js';
import { refusedRow, rowIn } from '../plan/forbidding.rules.js';
import type { ImportPlan } from '../plan/import-plan.js';
import type { RowReading } from '../plan/row.rules.js';
import type { ImportClaim } from '../store/import.repository.js';
import { applyRows, type NumberedRow, type RowResult } from './apply-rows.rules.js';
import { ErasedRowsService } from './erased-rows.service.js';
import { ownersIn, withOwner } from './merging/row-owner.rules.js';
import type { RepeatedRows } from './repeats/repeated-rows.js';
import { tagNamesIn, withTags } from './row-tags.rules.js';
import { ImportProgressService } from './import-progress.service.js';
import { LeaseLost } from './lease-lost.js';

const log = logger('import-batch');

/** An import that a worker holds, and how its rows are to be applied. */
export interface ImportRun {
  readonly claim: ImportClaim;
  readonly plan: ImportPlan;
  /** Only row results and counts are written. */
  readonly isDry: boolean;
  /** Of a dry run: tags that it would have made so far. */
  readonly foretoldTags: Set<string>;
  /** Rows that went in so far; left out where nobody asks which rows repeat them. */
  readonly repeats?: RepeatedRows | undefined;
}

/** Brings rows into the store: leads, history, audit, events, row results and counts in one transaction, so each row exactly once. */
@Injectable()
export class ImportBatchService {
  constructor(
    private readonly database: TenantDatabase,
    private readonly leads: LeadLookupRepository,
    private readonly saves: LeadSaveService,
    private readonly progress: ImportProgressService,
    private readonly outbox: Outbox,
    private readonly settings: HeldSettingsService,
    private readonly customFields: CustomFieldsService,
    private readonly facts: CustomFactsService,
    private readonly index: CustomIndexService,
    private readonly tags: TagsService,
    private readonly members: NamedMemberReadModel,
    private readonly erased: ErasedRowsService,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(IDS) private readonly ids: IdSource,
  ) {}

  /**
   * A row that the database refuses fails alone: the batch is halved until it is found.
   * @param rows consecutive, the first being the next of the import
   * @throws LeaseLost, DomainError of kind `unavailable`
   */
  async apply(run: ImportRun, rows: readonly NumberedRow[]): Promise<void> {
    try {
      await this.attempt(run, rows);
    } catch (error) {
      if (error instanceof LeaseLost || (error instanceof DomainError && error.kind === 'unavailable')) throw error;
      const middle = Math.ceil(rows.length / 2);
      if (rows.length > 1) {
        await this.apply(run, rows.slice(0, middle));
        await this.apply(run, rows.slice(middle));
        return;
      }
      log.error('import_row_refused', { importId: run.claim.importId, row: rows[0]?.rowNumber, error });
      await this.attempt(
        run,
        rows.map((row) => ({ ...row, reading: 'row' in row.reading ? refusedRow(row.reading.row, REFUSED) : row.reading })),
      );
    }
  }

  private async attempt(run: ImportRun, rows: readonly NumberedRow[]): Promise<void> {
    const startedAt = performance.now();
    await untilNotOvertaken(() => this.database.inTenant(run.claim.tenantId, (tx) => this.write(tx, run, rows)));
    run.repeats?.keep();
    importBatchDuration.record((performance.now() - startedAt) / 1_000, {});
  }

  private async write(tx: Tx, { claim, plan, isDry, repeats, foretoldTags }: ImportRun, numbered: readonly NumberedRow[]): Promise<void> {
    const [uploadedAt, settings, definitions] = await Promise.all([
      this.progress.demandNext(tx, claim, numbered[0]?.rowNumber ?? 0),
      this.settings.hold(tx),
      this.customFields.hold(tx),
    ]);
    const { ids, emails } = ownersIn(numbered.map(({ reading }) => reading));
    const [tagIds, members] = await Promise.all([
      this.tags.named(tx, tagNamesIn(numbered), isDry ? foretoldTags : undefined),
      this.members.find(tx, tx.tenantId, ids, emails),
    ]);
    const complete = (reading: RowReading) =>
      withTags(withOwner(withCustomValues(reading, definitions, plan), members, plan), tagIds, plan);
    const stated = numbered.map((row) => ({ ...row, reading: complete(row.reading) }));
    const facts = await this.facts.gather(
      tx,
      stated.map((row) => ({ customFields: statedBy(row) })),
    );
    const existing = await this.findConcerned(tx, stated, facts);
    const rows = await this.erased.refuse(tx, stated, uploadedAt);
    const moment = { now: this.clock.now(), importId: claim.importId };
    const context = { plan, isDry, settings, facts, vocabulary: settings, customFields: definitions, ids: this.ids, repeats, ...moment };
    const { results, permissions, ...effect } = applyRows(rows, existing, context);
    if (isDry) return this.progress.advance(tx, claim, foretold(results, effect), isDry);
    await Promise.all([this.saves.saveAll(tx, effect), this.progress.advance(tx, claim, results, isDry)]);
    if (permissions.length > 0) await this.outbox.addAll(tx, permissions);
  }

  /** Live leads that are known by an identifier, or hold a unique custom value, named in the rows. */
  private async findConcerned(tx: Tx, rows: readonly NumberedRow[], facts: CustomFieldFacts): Promise<FoundLeads> {
    const fields = rows.flatMap(({ reading }) => rowIn(reading)?.fields ?? []);
    const values = rows.flatMap((row) => uniqueValues(facts.definitions, acceptCustomValues(facts, statedBy(row) ?? {}).values));
    const holders = (await this.index.findClaimed(tx, values)).map(({ leadId }) => leadId);
    return holders.length > 0
      ? this.leads.findByIdsOrIdentifiers(tx, tx.tenantId, holders, identifiersOf(fields))
      : this.leads.findByIdentifiers(tx, tx.tenantId, identifiersOf(fields));
  }
}

const statedBy = ({ reading }: NumberedRow) => rowIn(reading)?.stated;

/** A lead that would be created has no id, not for later rows of the batch either. */
function foretold(results: readonly RowResult[], { created }: LeadEffect): RowResult[] {
  const unborn = new Set(created.map(({ leadId }) => leadId));
  return results.map((result) => (result.leadId !== null && unborn.has(result.leadId) ? { ...result, leadId: null } : result));
}

const REFUSED = { code: 'row.refused', path: null, message: 'The row could not be stored.' };
