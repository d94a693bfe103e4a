import { Injectable } from '@nestjs/common';
import type { ListLeadAuditQuery } from '@leadstream/contracts';
import type { Uuid } from '@leadstream/kernel';
import { TenantDatabase } from '@leadstream/persistence';
import { leadErrors } from '../lead/lead.errors.js';
import { LeadRepository } from '../lead-store/lead.repository.js';
import { type AuditPage, AuditReadModel } from './audit.read-model.js';

@Injectable()
export class AuditService {
  constructor(
    private readonly database: TenantDatabase,
    private readonly leads: LeadRepository,
    private readonly audits: AuditReadModel,
  ) {}

  /** Deleted leads keep their audit: it tells who deleted them. */
  async list(leadId: Uuid, query: ListLeadAuditQuery): Promise<AuditPage> {
    const isKnown = await this.database.read((tx) => this.leads.exists(tx, tx.tenantId, leadId));
    if (!isKnown) throw leadErrors.NOT_FOUND();
    return this.audits.findPage(leadId, query);
  }
}
