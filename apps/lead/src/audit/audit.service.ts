import { Injectable } from '@nestjs/common';
import type { LeadAuditEntry, ListLeadAuditQuery, ListLeadChangesQuery } from '@leadstream/contracts';
import type { Uuid } from '@leadstream/kernel';
import { TenantDatabase } from '@leadstream/persistence';
import type { CustomFieldKey } from '../custom-fields/custom-field.js';
import { CustomFieldsService } from '../custom-fields/store/custom-fields.service.js';
import { keptFieldName, shownFieldName } from '../custom-fields/values/custom-changes.rules.js';
import { leadErrors } from '../lead/lead.errors.js';
import { LeadRepository } from '../lead-store/lead.repository.js';
import { type AuditPage, AuditReadModel } from './audit.read-model.js';
import { type LeadChangePage, LeadChangeReadModel } from './lead-change.read-model.js';

@Injectable()
export class AuditService {
  constructor(
    private readonly database: TenantDatabase,
    private readonly leads: LeadRepository,
    private readonly audits: AuditReadModel,
    private readonly changes: LeadChangeReadModel,
    private readonly customFields: CustomFieldsService,
  ) {}

  /** Deleted leads keep their audit: it tells who deleted them. */
  async list(leadId: Uuid, query: ListLeadAuditQuery): Promise<AuditPage> {
    const [isKnown, keys] = await this.database.read((tx) =>
      Promise.all([this.leads.exists(tx, tx.tenantId, leadId), this.customFields.keys(tx)]),
    );
    if (!isKnown) throw leadErrors.NOT_FOUND();
    const { items, nextCursor } = await this.audits.findPage(leadId, withKeptName(query, keys));
    return { items: items.map((entry) => withShownNames(entry, keys)), nextCursor };
  }

  /**
   * Of all leads, deleted ones included.
   * @throws DomainError `HTTP.BAD_CURSOR`
   */
  listAll(query: ListLeadChangesQuery): Promise<LeadChangePage> {
    return this.database.read(async (tx) => {
      const keys = await this.customFields.keys(tx);
      const { items, nextCursor } = await this.changes.findPage(tx, tx.tenantId, withKeptName(query, keys));
      return { items: items.map((entry) => withShownNames(entry, keys)), nextCursor };
    });
  }
}

function withKeptName<Q extends ListLeadAuditQuery>(query: Q, keys: readonly CustomFieldKey[]): Q {
  return query.field === undefined ? query : { ...query, field: keptFieldName(keys, query.field) };
}

function withShownNames<E extends LeadAuditEntry>(entry: E, keys: readonly CustomFieldKey[]): E {
  return { ...entry, changes: entry.changes.map((change) => ({ ...change, field: shownFieldName(keys, change.field) })) };
}
