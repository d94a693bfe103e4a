import { Injectable } from '@nestjs/common';
import { customFieldChangedV1 } from '@leadstream/contracts';
import { Outbox } from '@leadstream/messaging';
import type { Tx } from '@leadstream/persistence';
import { type CustomFieldAction, CustomFieldAuditRepository } from './custom-field-audit.repository.js';
import type { CustomFieldRecord } from './custom-field.js';
import { changedSettings, toldChange } from './definition/field-step.rules.js';

/** Writes what goes with every change of a definition, in its transaction: audit and event. */
@Injectable()
export class CustomFieldJournalService {
  constructor(
    private readonly audits: CustomFieldAuditRepository,
    private readonly outbox: Outbox,
  ) {}

  /**
   * @param before null for a new field
   * @param after null for a removed one
   */
  async record(tx: Tx, before: CustomFieldRecord | null, after: CustomFieldRecord | null, at: Date): Promise<void> {
    const field = after ?? before;
    if (field === null) return;
    const action: CustomFieldAction = before === null ? 'created' : after === null ? 'removed' : 'updated';
    const version = after?.version ?? field.version + 1;
    const changes = changedSettings(before, after);
    const changed = after === null ? [] : changes.map(({ field: name }) => name);
    await Promise.all([
      this.audits.create(tx, tx.tenantId, { fieldId: field.fieldId, version, action, changes, at }),
      this.outbox.add(tx, customFieldChangedV1, { data: toldChange(field, action, changed, at), sequence: version, time: at }),
    ]);
  }
}
