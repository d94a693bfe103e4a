import { Injectable } from '@nestjs/common';
import type { Uuid } from '@leadstream/kernel';
import type { Statement, Tx } from '@leadstream/persistence';
import { LEAD_COLUMNS } from '../../lead-store/lead.repository.js';
import type { MergedLead, ToldLead } from './told-lead.js';

const FIND: Statement = {
  name: 'crm-told-leads',
  text: `SELECT ${LEAD_COLUMNS}, merged_into AS "mergedInto" FROM lead WHERE tenant_id = $1 AND lead_id = ANY ($2::uuid[])`,
};

const FIND_MEMBERS: Statement = {
  name: 'crm-told-members',
  text: `WITH RECURSIVE family AS (
           SELECT l.merged_into AS root, l.lead_id AS member, l.version FROM lead l WHERE l.tenant_id = $1 AND l.merged_into = ANY ($2::uuid[])
           UNION
           SELECT f.root, l.lead_id, l.version FROM family f JOIN lead l ON l.tenant_id = $1 AND l.merged_into = f.member)
         SELECT root, member, version FROM family ORDER BY root, member`,
};

/** Leads as a peer is told of them: nothing is locked while it is. */
@Injectable()
export class ToldLeadReadModel {
  find(tx: Tx, tenantId: Uuid, leadIds: readonly Uuid[]): Promise<ToldLead[]> {
    return tx.query<ToldLead>(FIND, [tenantId, leadIds]);
  }

  /** Leads that went into one of these. */
  findMembers(tx: Tx, tenantId: Uuid, leadIds: readonly Uuid[]): Promise<MergedLead[]> {
    return tx.query<MergedLead>(FIND_MEMBERS, [tenantId, leadIds]);
  }
}
