import { Injectable } from '@nestjs/common';
import type { Uuid } from '@leadstream/kernel';
import type { Statement, Tx } from '@leadstream/persistence';
import type { ComparedLead } from './candidate-of.rules.js';

const COLUMNS = `lead_id AS "leadId", first_name AS "firstName", last_name AS "lastName", email, phone, company, address, custom_fields AS "customFields"`;

const FIND: Statement = {
  name: 'duplicate-leads',
  text: `SELECT ${COLUMNS} FROM lead WHERE tenant_id = $1 AND lead_id = ANY ($2::uuid[]) AND deleted_at IS NULL`,
};

const FIND_PAGE: Statement = {
  name: 'duplicate-leads-page',
  text: `SELECT ${COLUMNS} FROM lead WHERE tenant_id = $1 AND lead_id > $2 AND deleted_at IS NULL ORDER BY lead_id LIMIT $3`,
};

const COUNT: Statement = {
  name: 'duplicate-leads-count',
  text: 'SELECT count(*)::integer AS leads FROM lead WHERE tenant_id = $1 AND deleted_at IS NULL',
};

/** Before every id. */
const FIRST = '00000000-0000-0000-0000-000000000000';

/** Live leads, in what is compared of them. */
@Injectable()
export class ComparedLeadsReadModel {
  /** Those of the given ids that live, in no particular order. */
  find(tx: Tx, tenantId: Uuid, leadIds: readonly Uuid[]): Promise<ComparedLead[]> {
    return tx.query<ComparedLead>(FIND, [tenantId, leadIds]);
  }

  /** By id; the next page begins behind the last one of this. */
  findPage(tx: Tx, tenantId: Uuid, limit: number, after: Uuid = FIRST): Promise<ComparedLead[]> {
    return tx.query<ComparedLead>(FIND_PAGE, [tenantId, after, limit]);
  }

  async countLive(tx: Tx, tenantId: Uuid): Promise<number> {
    return (await tx.queryOne<{ leads: number }>(COUNT, [tenantId]))?.leads ?? 0;
  }
}
