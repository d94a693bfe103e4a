import { Inject, Injectable } from '@nestjs/common';
import type { CreateCustomField, CustomField, CustomFieldConflict, CustomFieldEntity, PatchCustomField } from '@leadstream/contracts';
import type { Clock, FieldProblem, IdSource, Uuid } from '@leadstream/kernel';
import { TenantDatabase, type Tx } from '@leadstream/persistence';
import { CLOCK, IDS } from '../tokens.js';
import { CustomFieldJournalService } from './custom-field-journal.service.js';
import { customFieldErrors } from './custom-field.errors.js';
import { type CustomFieldDefinition, type CustomFieldRecord, presentCustomValue } from './custom-field.js';
import { changeField, UNUSED } from './definition/change-field.rules.js';
import { type DefinedField, defineField, type FieldDraft } from './definition/define-field.rules.js';
import { keyHolder, limitProblems } from './definition/field-set.rules.js';
import { changedSettings, presentCustomField } from './definition/field-step.rules.js';
import { FieldUsageReadModel } from './definition/field-usage.read-model.js';
import { IndexFillService } from './index/index-fill.service.js';
import type { SharedValue } from './index/index-fill.repository.js';
import { indexTaskAfter } from './index/index-state.rules.js';
import { CustomFieldRepository } from './store/custom-field.repository.js';

/** Which fields a tenant adds to its leads. Changes of a tenant's fields happen one after the other, and while nobody writes values. */
@Injectable()
export class CustomFieldService {
  constructor(
    private readonly database: TenantDatabase,
    private readonly fields: CustomFieldRepository,
    private readonly usages: FieldUsageReadModel,
    private readonly index: IndexFillService,
    private readonly journal: CustomFieldJournalService,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(IDS) private readonly ids: IdSource,
  ) {}

  /** @throws DomainError `LEAD.CUSTOM_FIELD_NOT_FOUND` */
  async read(fieldId: Uuid): Promise<CustomField> {
    const fields = await this.database.read((tx) => this.fields.findAll(tx, tx.tenantId));
    return presentCustomField(named(fields, fieldId));
  }

  async list(entity: CustomFieldEntity): Promise<CustomField[]> {
    const fields = await this.database.read((tx) => this.fields.findAll(tx, tx.tenantId));
    return fields.filter((field) => field.entity === entity).map(presentCustomField);
  }

  /** @throws DomainError `LEAD.CUSTOM_FIELD_INVALID`, `LEAD.CUSTOM_FIELD_KEY_TAKEN` with `existingId`, `LEAD.CUSTOM_FIELD_LIMIT` */
  async create(stated: CreateCustomField): Promise<CustomField> {
    const draft = acceptable(defineField(stated));
    return this.database.write(async (tx) => {
      demandRoom(draft, await this.fields.findAllAlone(tx, tx.tenantId));
      const at = this.clock.now();
      const field = {
        ...draft,
        fieldId: this.ids.next(),
        version: 1,
        createdAt: at,
        updatedAt: at,
        indexFilledUpTo: null,
      } as CustomFieldRecord;
      await this.fields.create(tx, tx.tenantId, field);
      await this.journal.record(tx, null, field, at);
      return presentCustomField(field);
    });
  }

  /** @throws DomainError as `create` does, `LEAD.CUSTOM_FIELD_NOT_FOUND`, `LEAD.CUSTOM_FIELD_STALE` with `currentVersion` */
  async patch(fieldId: Uuid, version: number, stated: PatchCustomField): Promise<CustomField> {
    return this.database.write(async (tx) => {
      const all = await this.fields.findAllAlone(tx, tx.tenantId);
      const before = present(all, fieldId, version);
      const usage = stated.options === undefined ? UNUSED : await this.usages.find(tx, tx.tenantId, before);
      const draft = acceptable(changeField(before, stated, usage));
      demandRoom({ ...draft, fieldId }, all);
      if (changedSettings(before, draft).length === 0) return presentCustomField(before);
      const at = this.clock.now();
      const after = { ...before, ...draft, version: version + 1, updatedAt: at } as CustomFieldRecord;
      await this.fields.update(tx, tx.tenantId, after);
      await this.journal.record(tx, before, after, at);
      return presentCustomField(await this.reindexed(tx, before, after));
    });
  }

  /** @throws DomainError `LEAD.CUSTOM_FIELD_NOT_FOUND`, `LEAD.CUSTOM_FIELD_STALE`, `LEAD.CUSTOM_FIELD_IN_USE` */
  async delete(fieldId: Uuid, version: number): Promise<void> {
    await this.database.write(async (tx) => {
      const before = present(await this.fields.findAllAlone(tx, tx.tenantId), fieldId, version);
      if (await this.usages.isUsed(tx, tx.tenantId, fieldId)) throw customFieldErrors.CUSTOM_FIELD_IN_USE();
      await this.index.drop(tx, fieldId);
      await this.fields.delete(tx, tx.tenantId, fieldId);
      await this.journal.record(tx, before, null, this.clock.now());
    });
  }

  /** Values that leads share, while a field is to be unique. @throws DomainError `LEAD.CUSTOM_FIELD_NOT_FOUND` */
  async conflicts(fieldId: Uuid, limit: number): Promise<CustomFieldConflict[]> {
    return this.database.read(async (tx) => {
      const { unique } = named(await this.fields.findAll(tx, tx.tenantId), fieldId);
      const shared = unique ? await this.index.findShared(tx, fieldId, limit) : [];
      return shared.map(({ value, leads, leadIds }) => {
        return { code: 'unique.repeated' as const, value: presentCustomValue(value), leads, leadIds: [...leadIds] };
      });
    });
  }

  /** The field with its index filled, or as it is when a job goes on. */
  private async reindexed(tx: Tx, before: CustomFieldRecord, after: CustomFieldRecord): Promise<CustomFieldRecord> {
    const task = indexTaskAfter(before, after);
    if (task === undefined) return after;
    const { work, restarts } = task;
    const indexFilledUpTo = restarts || work === null ? null : after.indexFilledUpTo;
    await this.fields.saveIndexWork(tx, tx.tenantId, after.fieldId, { work, filledUpTo: indexFilledUpTo });
    const marked = { ...after, indexWork: work, indexFilledUpTo } as CustomFieldRecord;
    if (work === null) return marked;
    const { field, shared } = await this.index.begin(tx, marked);
    if (shared.length > 0) throw customFieldErrors.CUSTOM_FIELD_INVALID({ errors: shared.map(repeatedProblem) });
    return field;
  }
}

function repeatedProblem({ value }: SharedValue): FieldProblem {
  const shown = typeof value === 'object' && 'amount' in value ? `${value.amount} ${value.currency}` : String(value);
  return { path: 'unique', code: 'unique.repeated', message: `Live leads share the value ${shown}.` };
}

function named(fields: readonly CustomFieldRecord[], fieldId: Uuid): CustomFieldRecord {
  const field = fields.find((one) => one.fieldId === fieldId);
  if (field === undefined) throw customFieldErrors.CUSTOM_FIELD_NOT_FOUND();
  return field;
}

/** @param version that the caller believes to be the present one */
function present(fields: readonly CustomFieldRecord[], fieldId: Uuid, version: number): CustomFieldRecord {
  const field = named(fields, fieldId);
  if (field.version !== version) throw customFieldErrors.CUSTOM_FIELD_STALE({ extra: { currentVersion: field.version } });
  return field;
}

function acceptable(defined: DefinedField): FieldDraft {
  if ('problems' in defined) throw customFieldErrors.CUSTOM_FIELD_INVALID({ errors: defined.problems });
  return defined.draft;
}

/** Whether the tenant may have the field beside the others. */
function demandRoom(field: FieldDraft & { readonly fieldId?: Uuid }, others: readonly CustomFieldDefinition[]): void {
  const holder = keyHolder(field, others);
  if (holder) {
    const problem = { path: 'key', code: 'key.taken', message: 'Another custom field has this key.' };
    throw customFieldErrors.CUSTOM_FIELD_KEY_TAKEN({ errors: [problem], extra: { existingId: holder.fieldId } });
  }
  const errors = limitProblems(field, others);
  if (errors.length > 0) throw customFieldErrors.CUSTOM_FIELD_LIMIT({ errors });
}
