import { Injectable } from '@nestjs/common';
import { defineJob, type Figures, type Job, type JobRun } from '@leadstream/jobs';
import type { Uuid } from '@leadstream/kernel';
import type { Tx } from '@leadstream/persistence';
import type { CustomFieldRecord } from '../custom-field.js';
import { CustomFieldRepository } from '../store/custom-field.repository.js';
import { CustomValueRepository } from './custom-value.repository.js';
import { IndexFillRepository, type SharedValue } from './index-fill.repository.js';
import { indexedValues } from './indexed-values.rules.js';

/** Tenants with fewer leads have their indexes filled by the transaction that marks the field. */
const FEW_LEADS = 10_000;

/** Of one transaction, in which nobody else writes values. */
const BATCH = { filled: 2_000, emptied: 10_000, values: 1_000 };

/** Turns of one run; the next run goes on. */
const MOST_BATCHES = 500;
const TENANTS_AT_ONCE = 20;

const BEFORE_ALL: Uuid = '00000000-0000-0000-0000-000000000000';
/** All leads were gone through. */
const BEHIND_ALL: Uuid = 'ffffffff-ffff-ffff-ffff-ffffffffffff';

/** What became of a turn: there is more to do, nothing any more, or nothing while leads share values. */
type Turn = 'more' | 'done' | 'conflict';

/** Brings the rows of an index to what the marks of its field ask. How far it came stands with the field: any process goes on. */
@Injectable()
export class IndexFillService {
  constructor(
    private readonly fields: CustomFieldRepository,
    private readonly values: CustomValueRepository,
    private readonly fillings: IndexFillRepository,
  ) {}

  job(): Job {
    return defineJob({
      name: 'fill-custom-field-indexes',
      cadence: { everyMs: 10_000 },
      missed: 'skip',
      run: (run) => this.fillAll(run),
    });
  }

  /** Tenants in turn, a batch each, until nothing is left to do or the run has done its share. */
  async fillAll(run: Pick<JobRun, 'step' | 'stepInTenant'>): Promise<Figures> {
    let batches = 0;
    let tenants = await run.step((tx) => this.fillings.findTenants(tx, TENANTS_AT_ONCE));
    while (tenants.length > 0 && batches < MOST_BATCHES) {
      const busy: Uuid[] = [];
      for (const tenantId of tenants) {
        batches += 1;
        if (await run.stepInTenant(tenantId, (tx) => this.goOn(tx))) busy.push(tenantId);
      }
      tenants = busy;
    }
    return { batches };
  }

  /** The next batch of the tenant's fields. @returns whether something was done */
  async goOn(tx: Tx): Promise<boolean> {
    if (!(await this.hasWork(tx, await this.fields.findAll(tx, tx.tenantId)))) return false;
    const fields = await this.fields.findAllAlone(tx, tx.tenantId);
    const field = fields.find(({ indexWork }) => indexWork && indexWork !== 'conflicting') ?? (await this.firstToSettle(tx, fields));
    if (!field) return false;
    await this.turn(tx, field);
    return true;
  }

  /**
   * Begins with a field that was marked just now, and ends where there are few leads.
   * @param field held by nobody else
   * @returns the field as it is now, and values that leads share though it is to be unique
   */
  async begin(tx: Tx, field: CustomFieldRecord): Promise<{ readonly field: CustomFieldRecord; readonly shared: readonly SharedValue[] }> {
    if (await this.fillings.findEnd(tx, tx.tenantId, BEFORE_ALL, FEW_LEADS)) return { field, shared: [] };
    for (let current = field; ;) {
      const turn = await this.turn(tx, current);
      if (turn === 'conflict') return { field, shared: await this.findShared(tx, field.fieldId, 10) };
      const now = (await this.fields.findAll(tx, tx.tenantId)).find(({ fieldId }) => fieldId === field.fieldId) ?? current;
      if (turn === 'done') return { field: now, shared: [] };
      current = now;
    }
  }

  /** Takes away what is left of the rows of a field. */
  async drop(tx: Tx, fieldId: Uuid): Promise<void> {
    await this.values.deleteOfField(tx, tx.tenantId, fieldId);
  }

  /** Values that live leads share in a field that is to be unique. */
  findShared(tx: Tx, fieldId: Uuid, most: number): Promise<SharedValue[]> {
    return this.fillings.findShared(tx, tx.tenantId, fieldId, most, 10);
  }

  private async hasWork(tx: Tx, fields: readonly CustomFieldRecord[]): Promise<boolean> {
    const hasMore = fields.some(({ indexWork }) => indexWork && indexWork !== 'conflicting');
    return hasMore || (await this.firstToSettle(tx, fields)) !== undefined;
  }

  /** A field with values that only one lead has by now, or none that several have. */
  private async firstToSettle(tx: Tx, fields: readonly CustomFieldRecord[]): Promise<CustomFieldRecord | undefined> {
    for (const field of fields.filter(({ indexWork }) => indexWork === 'conflicting')) {
      const isFree = await this.fillings.hasFree(tx, tx.tenantId, field.fieldId, BATCH.values);
      if (isFree || !(await this.fillings.hasUnsettled(tx, tx.tenantId, field.fieldId))) return field;
    }
    return undefined;
  }

  private async turn(tx: Tx, field: CustomFieldRecord): Promise<Turn> {
    const isEmptied = field.indexWork === 'emptying';
    if (field.indexFilledUpTo !== BEHIND_ALL) return this.walk(tx, field, isEmptied ? BATCH.emptied : BATCH.filled);
    return field.unique && !isEmptied ? this.settle(tx, field) : this.finish(tx, field);
  }

  /** Takes the rows of the next leads away, whatever was there, and writes those that are wanted. */
  private async walk(tx: Tx, field: CustomFieldRecord, most: number): Promise<Turn> {
    const after = field.indexFilledUpTo ?? BEFORE_ALL;
    const upTo = (await this.fillings.findEnd(tx, tx.tenantId, after, most)) ?? BEHIND_ALL;
    await this.fillings.clear(tx, tx.tenantId, field.fieldId, { after, upTo });
    if (field.indexWork !== 'emptying') await this.fill(tx, field, { after, upTo });
    await this.fields.saveIndexWork(tx, tx.tenantId, field.fieldId, { work: field.indexWork ?? null, filledUpTo: upTo });
    return 'more';
  }

  private async fill(tx: Tx, field: CustomFieldRecord, range: { readonly after: Uuid; readonly upTo: Uuid }): Promise<void> {
    const holders = await this.values.findHolders(tx, tx.tenantId, field.fieldId, range);
    const rows = holders.flatMap(({ leadId, live, customFields }) =>
      indexedValues([field], customFields).map((value) => ({ ...value, leadId, live })),
    );
    if (!field.unique) return this.values.create(tx, tx.tenantId, rows);
    const free = rows.map((row) => ({ ...row, unique: true, settled: true }));
    const written = new Set(await this.values.createFree(tx, tx.tenantId, free));
    const others = rows.filter(({ leadId }) => !written.has(leadId)).map((row) => ({ ...row, unique: false, settled: false }));
    await this.values.create(tx, tx.tenantId, others);
  }

  private async settle(tx: Tx, field: CustomFieldRecord): Promise<Turn> {
    const settled = await this.fillings.settle(tx, tx.tenantId, field.fieldId, BATCH.values);
    if (!(await this.fillings.hasUnsettled(tx, tx.tenantId, field.fieldId))) return this.finish(tx, field);
    if (settled > 0) return 'more';
    await this.fields.saveIndexWork(tx, tx.tenantId, field.fieldId, { work: 'conflicting', filledUpTo: BEHIND_ALL });
    return 'conflict';
  }

  private async finish(tx: Tx, { fieldId }: CustomFieldRecord): Promise<Turn> {
    await this.fields.saveIndexWork(tx, tx.tenantId, fieldId, { work: null, filledUpTo: null });
    return 'done';
  }
}
