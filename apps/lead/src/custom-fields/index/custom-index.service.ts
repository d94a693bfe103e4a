import { Injectable } from '@nestjs/common';
import type { FieldProblem, Uuid } from '@leadstream/kernel';
import type { Tx } from '@leadstream/persistence';
import { type CustomFieldDefinition, type CustomValues, type FieldValue, needsIndex } from '../custom-field.js';
import { CustomFieldsService } from '../store/custom-fields.service.js';
import { CustomValueRepository, type CustomValueRow, type ValueClaim, type ValueHolder } from './custom-value.repository.js';
import { indexedValues } from './indexed-values.rules.js';

/** Leads whose values are brought into an index by the transaction that marks the field: half of what a write may take at the gateway. */
export const MAX_FILLED_LEADS = 50_000;
const FILL_BATCH = 5_000;
const MAX_REPEATED = 10;
const BEFORE_ALL: Uuid = '00000000-0000-0000-0000-000000000000';

/** What the index needs to know of a lead. */
export interface IndexedLead {
  readonly leadId: Uuid;
  readonly customFields: CustomValues;
  /** Null while the lead lives. */
  readonly deletedAt: Date | null;
}

/** Keeps `lead_custom_value` as the leads and the definitions have it. */
@Injectable()
export class CustomIndexService {
  constructor(
    private readonly fields: CustomFieldsService,
    private readonly values: CustomValueRepository,
  ) {}

  /**
   * Writes the rows of leads that are written in the same transaction, or just before.
   * @param known leads that may have rows already
   * @throws Error of a unique violation when another live lead has one of the values
   */
  async write(tx: Tx, known: readonly IndexedLead[], added: readonly IndexedLead[] = []): Promise<void> {
    const definitions = await this.fields.hold(tx);
    if (!definitions.some(needsIndex)) return;
    const rows = [...known, ...added].flatMap((lead) => rowsOf(definitions, lead));
    await Promise.all([
      known.length > 0
        ? this.values.deleteOfLeads(
            tx,
            tx.tenantId,
            known.map(({ leadId }) => leadId),
          )
        : undefined,
      rows.length > 0 ? this.values.create(tx, tx.tenantId, rows) : undefined,
    ]);
  }

  /** Live leads that have one of the values in a unique field. */
  async findClaimed(tx: Tx, claims: readonly ValueClaim[]): Promise<readonly (ValueClaim & { readonly leadId: Uuid })[]> {
    return claims.length === 0 ? [] : this.values.findClaimed(tx, tx.tenantId, claims);
  }

  /**
   * Writes all rows of one field anew, as its definition asks; nobody else may write values meanwhile.
   * @returns why it cannot be
   */
  async refill(tx: Tx, definition: CustomFieldDefinition): Promise<readonly FieldProblem[]> {
    const { fieldId, unique, archived } = definition;
    await this.values.deleteOfField(tx, tx.tenantId, fieldId);
    if (archived || !needsIndex(definition)) return [];
    const repeated = new Map<string, FieldValue>();
    let filled = 0;
    for (let after = BEFORE_ALL, full = true; full;) {
      const holders = await this.values.findHolders(tx, tx.tenantId, fieldId, { after, limit: FILL_BATCH });
      filled += holders.length;
      if (filled > MAX_FILLED_LEADS) return [tooMany(unique)];
      for (const { sortKey, value } of await this.fill(tx, definition, holders)) repeated.set(sortKey, value);
      full = holders.length === FILL_BATCH;
      after = holders.at(-1)?.leadId ?? after;
    }
    return [...repeated.values()].slice(0, MAX_REPEATED).map(repeatedProblem);
  }

  /** @returns values that others have */
  private async fill(tx: Tx, definition: CustomFieldDefinition, holders: readonly ValueHolder[]): Promise<readonly RepeatedValue[]> {
    const rows = holders.flatMap(({ leadId, live, customFields }) =>
      indexedValues([definition], customFields).map((value) => ({ ...value, leadId, live })),
    );
    if (!definition.unique) {
      await this.values.create(tx, tx.tenantId, rows);
      return [];
    }
    const written = new Set(await this.values.createFree(tx, tx.tenantId, rows));
    const held = new Map(holders.map(({ leadId, customFields }) => [leadId, customFields[definition.fieldId]]));
    return rows
      .filter(({ leadId }) => !written.has(leadId))
      .map(({ leadId, sortKey }) => ({ sortKey, value: held.get(leadId) ?? sortKey }));
  }
}

function rowsOf(definitions: readonly CustomFieldDefinition[], { leadId, customFields, deletedAt }: IndexedLead): CustomValueRow[] {
  return indexedValues(definitions, customFields).map((value) => ({ ...value, leadId, live: deletedAt === null }));
}

interface RepeatedValue {
  readonly sortKey: string;
  readonly value: FieldValue;
}

function repeatedProblem(value: FieldValue): FieldProblem {
  const shown = typeof value === 'object' && 'amount' in value ? `${value.amount} ${value.currency}` : String(value);
  return { path: 'unique', code: 'unique.repeated', message: `Live leads share the value ${shown}.` };
}

function tooMany(unique: boolean): FieldProblem {
  const message = `More than ${MAX_FILLED_LEADS} leads have a value already.`;
  return { path: unique ? 'unique' : 'indexed', code: 'indexed.too_many_values', message };
}
