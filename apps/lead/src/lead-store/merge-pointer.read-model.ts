import { Injectable } from '@nestjs/common';
import type { Uuid } from '@leadstream/kernel';
import type { Statement, Tx } from '@leadstream/persistence';

// UNION, not UNION ALL: it ends whatever the pointers say.
const FIND_SURVIVOR: Statement = {
  name: 'lead-merge-survivor',
  text: `WITH RECURSIVE way AS (
           SELECT lead_id, merged_into FROM lead WHERE tenant_id = $1 AND lead_id = $2
           UNION
           SELECT l.lead_id, l.merged_into FROM way JOIN lead l ON l.tenant_id = $1 AND l.lead_id = way.merged_into)
         SELECT lead_id AS "leadId" FROM way WHERE merged_into IS NULL AND lead_id <> $2`,
};

const FIND_FAMILY: Statement = {
  name: 'lead-merge-family',
  text: `WITH RECURSIVE family AS (
           SELECT $2::uuid AS lead_id
           UNION
           SELECT l.lead_id FROM family f JOIN lead l ON l.tenant_id = $1 AND l.merged_into = f.lead_id)
         SELECT lead_id AS "leadId" FROM family`,
};

interface Found {
  readonly leadId: Uuid;
}

/** Which lead a merged one went into. */
@Injectable()
export class MergePointerReadModel {
  /** The lead at the end of a chain of merges; undefined for one that went into none. */
  async findSurvivorId(tx: Tx, tenantId: Uuid, leadId: Uuid): Promise<Uuid | undefined> {
    return (await tx.queryOne<Found>(FIND_SURVIVOR, [tenantId, leadId]))?.leadId;
  }

  /** The lead and all that went into it, however far away. What belongs to a lead belongs to one of these. */
  async findFamily(tx: Tx, tenantId: Uuid, leadId: Uuid): Promise<Uuid[]> {
    return (await tx.query<Found>(FIND_FAMILY, [tenantId, leadId])).map((found) => found.leadId);
  }
}
