import { Injectable } from '@nestjs/common';
import type { Uuid } from '@leadstream/kernel';
import type { Statement, SystemTx, Tx } from '@leadstream/persistence';

/** A deleted tag that something still has. */
export interface LeftTag {
  readonly tenantId: Uuid;
  readonly tagId: Uuid;
}

const FIND_LEFT: Statement = { name: 'tag-left', text: 'SELECT tenant_id AS "tenantId", tag_id AS "tagId" FROM deleted_tags_in_use($1)' };

const FIND_LEADS: Statement = {
  name: 'tag-left-on-leads',
  text: 'SELECT lead_id AS "leadId" FROM lead_tag WHERE tenant_id = $1 AND tag_id = $2 ORDER BY lead_id LIMIT $3',
};

/** What has a tag. */
@Injectable()
export class TagRemovalRepository {
  /** Deleted tags of every tenant that live leads or deals have. */
  findLeft(tx: SystemTx, most: number): Promise<LeftTag[]> {
    return tx.query<LeftTag>(FIND_LEFT, [most]);
  }

  /** Live leads that have a tag. */
  async findLeads(tx: Tx, tenantId: Uuid, tagId: Uuid, most: number): Promise<Uuid[]> {
    return (await tx.query<{ leadId: Uuid }>(FIND_LEADS, [tenantId, tagId, most])).map(({ leadId }) => leadId);
  }
}
