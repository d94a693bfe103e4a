import { Injectable } from '@nestjs/common';
import type { LeadAuditEntry, ListLeadAuditQuery } from '@leadstream/contracts';
import type { Uuid } from '@leadstream/kernel';
import { TenantDatabase } from '@leadstream/persistence';
import type { CustomFieldKey } from '../custom-fields/custom-field.js';
import { CustomFieldsService } from '../custom-fields/store/custom-fields.service.js';
import { keptFieldName, shownFieldName } from '../custom-fields/values/custom-changes.rules.js';
import { leadErrors } from '../lead/lead.errors.js';
import { LeadRepository } from '../lead-store/lead.repository.js';
import { type AuditPage, AuditReadModel } from './audit.read-model.js';

@Injectable()
export class AuditService {
  constructor(
    private readonly database: TenantDatabase,
    private readonly leads: LeadRepository,
    private readonly audits: AuditReadModel,
    private readonly customFields: CustomFieldsService,
  ) {}

  /** Deleted leads keep their audit: it tells who deleted them. */
  async list(leadId: Uuid, query: ListLeadAuditQuery): Promise<AuditPage> {
    const [isKnown, keys] = await this.database.read((tx) =>
      Promise.all([this.leads.exists(tx, tx.tenantId, leadId), this.customFields.keys(tx)]),
    );
    if (!isKnown) throw leadErrors.NOT_FOUND();
    const { items, nextCursor } = await this.audits.findPage(leadId, {
      ...query,
      ...(query.field !== undefined && { field: keptFieldName(keys, query.field) }),
    });
    return { items: items.map((entry) => withShownNames(entry, keys)), nextCursor };
  }
}

function withShownNames(entry: LeadAuditEntry, keys: readonly CustomFieldKey[]): LeadAuditEntry {
  return { ...entry, changes: entry.changes.map((change) => ({ ...change, field: shownFieldName(keys, change.field) })) };
}
