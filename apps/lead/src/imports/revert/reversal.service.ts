import { Inject, Injectable } from '@nestjs/common';
import type { Clock, Uuid } from '@leadstream/kernel';
import { TenantDatabase, type Tx } from '@leadstream/persistence';
import type { LeadConfig } from '../../config.js';
import { IDENTIFIERS, type LeadFields } from '../../lead/lead.js';
import type { CustomValues } from '../../custom-fields/custom-field.js';
import { CustomIndexService } from '../../custom-fields/index/custom-index.service.js';
import { uniqueValues } from '../../custom-fields/index/indexed-values.rules.js';
import { isCustomChange, withCustomChange } from '../../custom-fields/values/custom-changes.rules.js';
import { CustomFieldsService } from '../../custom-fields/store/custom-fields.service.js';
import { LeadDirectory } from '../../lead/lead-directory.rules.js';
import { identifiersOf, LeadLookupRepository } from '../../lead-store/lead-lookup.repository.js';
import { LeadSaveService, untilNotOvertaken } from '../../lead-store/lead-save.service.js';
import { HeldSettingsService } from '../../settings/store/held-settings.service.js';
import { CLOCK, CONFIG } from '../../tokens.js';
import { ImportTellingService } from '../apply/import-telling.service.js';
import { LeaseLost } from '../apply/lease-lost.js';
import type { ImportPlan } from '../plan/import-plan.js';
import { statesConsent } from '../plan/permission.rules.js';
import { ImportRowRepository } from '../store/import-row.repository.js';
import { type ImportClaim, ImportRepository } from '../store/import.repository.js';
import { ReversalRepository } from './reversal.repository.js';
import { reverseLead, tagsOf } from './reversal.rules.js';
import type { AuditedChange, LeadReversal } from './reversal.js';

interface Reversed {
  readonly reversals: readonly LeadReversal[];
  /** Of every lead, the version that it has by now. */
  readonly versions: ReadonlyMap<Uuid, number>;
}

/** Takes an import back, from its last row to its first, so that identifiers go back the way they came; each lead once. */
@Injectable()
export class ReversalService {
  constructor(
    private readonly database: TenantDatabase,
    private readonly imports: ImportRepository,
    private readonly rows: ImportRowRepository,
    private readonly reversals: ReversalRepository,
    private readonly leads: LeadLookupRepository,
    private readonly saves: LeadSaveService,
    private readonly telling: ImportTellingService,
    private readonly customFields: CustomFieldsService,
    private readonly settings: HeldSettingsService,
    private readonly index: CustomIndexService,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(CONFIG) private readonly config: Pick<LeadConfig, 'IMPORT_BATCH_ROWS' | 'IMPORT_LEASE_MS'>,
  ) {}

  /**
   * Takes the next rows back, in one transaction.
   * @returns whether those were the last
   * @throws LeaseLost, DomainError of kind `unavailable`
   */
  revertNext(claim: ImportClaim, plan: ImportPlan): Promise<boolean> {
    return untilNotOvertaken(() => this.database.inTenant(claim.tenantId, (tx) => this.revert(tx, claim, plan)));
  }

  private async revert(tx: Tx, claim: ImportClaim, plan: ImportPlan): Promise<boolean> {
    const held = await this.imports.hold(tx, claim);
    if (typeof held?.reversedTo !== 'number') throw new LeaseLost();
    const limit = this.config.IMPORT_BATCH_ROWS;
    const rows = await this.rows.findLeadsBelow(tx, claim, held.reversedTo, limit);
    const leadIds = [...new Set(rows.map(({ leadId }) => leadId))];
    const done = new Set(await this.reversals.findDone(tx, claim, leadIds));
    const { reversals, versions } = await this.reverse(
      tx,
      claim,
      leadIds.filter((leadId) => !done.has(leadId)),
    );
    if (statesConsent(plan)) await this.telling.permissionsReverted(tx, claim.importId, versions, this.clock.now());
    const reversedTo = rows.length < limit ? 0 : (rows.at(-1)?.rowNumber ?? 0);
    await this.advance(tx, claim, reversedTo, reversals);
    return reversedTo === 0;
  }

  private async reverse(tx: Tx, { tenantId, importId }: ImportClaim, leadIds: readonly Uuid[]): Promise<Reversed> {
    const [vocabulary, customFields] = await Promise.all([this.settings.hold(tx), this.customFields.hold(tx)]);
    await this.reversals.holdLeads(tx, tenantId, leadIds);
    const audit = Map.groupBy(await this.reversals.findAudit(tx, tenantId, leadIds), ({ leadId }) => leadId);
    const entries = [...audit.values()].flat();
    const values = entries.flatMap((entry) => uniqueValues(customFields, customValuesBefore(entry)));
    const holders = (await this.index.findClaimed(tx, values)).map(({ leadId }) => leadId);
    const identifiers = identifiersOf(entries.map(identifiersBefore));
    const existing = await this.leads.findByIdsOrIdentifiers(tx, tenantId, [...leadIds, ...holders], identifiers);
    const directory = new LeadDirectory(existing, customFields);
    const work = await this.reversals.findWork(tx, tenantId, leadIds);
    const undone = await this.reversals.findUndone(tx, tenantId, leadIds, importsNamed(entries));
    const deletedTags = await this.reversals.findDeletedTags(tx, tenantId, tagsNamed(entries));
    const context = { now: this.clock.now(), importId, customFields, vocabulary, deletedTags };
    // What only stated consents changed no lead.
    const changed = leadIds.filter((leadId) => audit.get(leadId)?.some((entry) => entry.importId === importId));
    const reversals = changed.map((leadId) => {
      const known = { leadId, lead: directory.find(leadId), audit: audit.get(leadId) ?? [], work: work.get(leadId) ?? [] };
      const reversed = { ...known, undone: undone(leadId) };
      const reversal = reverseLead(reversed, directory, context);
      for (const { lead } of reversal.steps) directory.put(lead);
      return reversal;
    });
    await this.saves.saveAll(tx, { steps: reversals.flatMap(({ steps }) => steps), ...directory.changed() });
    const latest = entries.map(({ leadId, version }) => [leadId, version] as const);
    const stepped = reversals.flatMap(({ steps }) => steps.map(({ lead }) => [lead.leadId, lead.version] as const));
    return { reversals, versions: new Map([...latest, ...stepped]) };
  }

  private async advance(tx: Tx, claim: ImportClaim, reversedTo: number, reversals: readonly LeadReversal[]): Promise<void> {
    const counts = {
      reverted: reversals.filter(({ conflicts }) => conflicts.length === 0).length,
      conflicted: reversals.filter(({ conflicts }) => conflicts.length > 0).length,
    };
    await this.reversals.create(tx, claim, reversals);
    const totals = await this.imports.advanceReversal(tx, claim, reversedTo, counts, this.config.IMPORT_LEASE_MS / 1_000);
    if (reversedTo === 0) await this.telling.ended(tx, claim.importId, totals, 'reverted', this.clock.now());
  }
}

function importsNamed(entries: readonly AuditedChange[]): Uuid[] {
  return [...new Set(entries.flatMap(({ importId }) => importId ?? []))];
}

function tagsNamed(entries: readonly AuditedChange[]): string[] {
  const changes = entries.flatMap((entry) => entry.changes.filter(({ field }) => field === 'tagIds'));
  return [...new Set(changes.flatMap(({ before, after }) => [...tagsOf(before), ...tagsOf(after)]))];
}

/** Custom values that a lead had before one of its versions, of those that it changed. */
function customValuesBefore({ changes }: AuditedChange): CustomValues {
  const before = changes.filter(isCustomChange).map(({ field, before: value }) => ({ field, before: null, after: value }));
  return before.reduce(withCustomChange, {});
}

/** Identifiers that a lead had before one of its versions. */
function identifiersBefore({ changes }: AuditedChange): Partial<LeadFields> {
  const identifiers = changes.filter(({ field, before }) => typeof before === 'string' && IDENTIFIERS.some((name) => name === field));
  return Object.fromEntries(identifiers.map(({ field, before }) => [field, before]));
}
