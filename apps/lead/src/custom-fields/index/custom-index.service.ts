import { Injectable } from '@nestjs/common';
import type { Uuid } from '@leadstream/kernel';
import type { Tx } from '@leadstream/persistence';
import { type CustomFieldDefinition, type CustomValues, needsIndex } from '../custom-field.js';
import { CustomFieldsService } from '../store/custom-fields.service.js';
import { CustomValueRepository, type CustomValueRow, type ValueClaim } from './custom-value.repository.js';
import { indexedValues } from './indexed-values.rules.js';

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
}

function rowsOf(definitions: readonly CustomFieldDefinition[], { leadId, customFields, deletedAt }: IndexedLead): CustomValueRow[] {
  return indexedValues(definitions, customFields).map((value) => ({ ...value, leadId, live: deletedAt === null }));
}
