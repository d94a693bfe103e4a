import { Injectable } from '@nestjs/common';
import type { Actor, Uuid } from '@leadstream/kernel';
import type { Statement, Tx } from '@leadstream/persistence';
import type { RelationshipRecord } from './relationship.js';

/** Columns of a relationship as {@link relationshipOf} reads them. */
export const RELATIONSHIP_COLUMNS = `relationship_id AS "relationshipId", type, is_symmetric AS "isSymmetric", from_lead_id AS "fromLeadId",
  to_lead_id AS "toLeadId", actor_kind AS "actorKind", actor_id AS "actorId", created_at AS "createdAt"`;

// Shared, so that a lead may get many relationships at once; whoever deletes, restores or merges it has to wait.
const HOLD_LEADS: Statement = {
  name: 'relationship-hold-leads',
  text: `SELECT lead_id AS "leadId" FROM lead WHERE tenant_id = $1 AND lead_id = ANY ($2::uuid[]) AND deleted_at IS NULL ORDER BY lead_id FOR SHARE`,
};

// Read over the ends, so that what a merge made one is one.
const FIND_SAME: Statement = {
  name: 'relationship-find-same',
  text: `SELECT ${RELATIONSHIP_COLUMNS} FROM lead_relationship
          WHERE tenant_id = $1 AND type = $2 AND from_survivor_id <> to_survivor_id
            AND ((from_survivor_id = $3 AND to_survivor_id = $4) OR (is_symmetric AND from_survivor_id = $4 AND to_survivor_id = $3))
          ORDER BY relationship_id LIMIT 1`,
};

const INSERT: Statement = {
  name: 'relationship-insert',
  text: `INSERT INTO lead_relationship (tenant_id, relationship_id, type, is_symmetric, from_lead_id, to_lead_id, from_survivor_id, to_survivor_id,
           actor_kind, actor_id, created_at)
         VALUES ($1, $2, $3, $4, $5, $6, $5, $6, $7, $8, $9)`,
};

// All that say the same between the same two, as the reader sees one of them.
const DELETE: Statement = {
  name: 'relationship-delete',
  text: `DELETE FROM lead_relationship WHERE tenant_id = $1 AND relationship_id IN (
           SELECT r.relationship_id FROM lead_relationship seen JOIN lead_relationship r ON r.type = seen.type
             AND ((r.from_survivor_id = seen.from_survivor_id AND r.to_survivor_id = seen.to_survivor_id)
                  OR (r.is_symmetric AND r.from_survivor_id = seen.to_survivor_id AND r.to_survivor_id = seen.from_survivor_id))
            WHERE seen.tenant_id = $1 AND seen.relationship_id = $2 AND $3::uuid IN (seen.from_survivor_id, seen.to_survivor_id)
              AND seen.from_survivor_id <> seen.to_survivor_id
              AND r.tenant_id = $1 AND r.from_survivor_id IN (seen.from_survivor_id, seen.to_survivor_id) AND r.from_survivor_id <> r.to_survivor_id)
         RETURNING ${RELATIONSHIP_COLUMNS}`,
};

export type RelationshipRow = Omit<RelationshipRecord, 'actor'> & { readonly actorKind: Actor['kind']; readonly actorId: string };

export function relationshipOf<R extends RelationshipRow>({ actorKind, actorId, ...row }: R) {
  return { ...row, actor: { kind: actorKind, id: actorId } satisfies Actor };
}

/** Relationships as rows. Where they end by now is kept by triggers on leads. */
@Injectable()
export class RelationshipRepository {
  /** @returns those of the leads that are there; they stay until the transaction ends */
  async holdLeads(tx: Tx, tenantId: Uuid, leadIds: readonly Uuid[]): Promise<Uuid[]> {
    return (await tx.query<{ leadId: Uuid }>(HOLD_LEADS, [tenantId, leadIds])).map(({ leadId }) => leadId);
  }

  /** One that says the same between the same two. */
  async findSame(tx: Tx, tenantId: Uuid, { type, fromLeadId, toLeadId }: RelationshipRecord): Promise<RelationshipRecord | undefined> {
    const row = await tx.queryOne<RelationshipRow>(FIND_SAME, [tenantId, type, fromLeadId, toLeadId]);
    return row && relationshipOf(row);
  }

  /** @param relationship between two leads that are held */
  async create(tx: Tx, tenantId: Uuid, relationship: RelationshipRecord): Promise<void> {
    const { relationshipId, type, isSymmetric, fromLeadId, toLeadId, actor, createdAt } = relationship;
    await tx.execute(INSERT, [tenantId, relationshipId, type, isSymmetric, fromLeadId, toLeadId, actor.kind, actor.id, createdAt]);
  }

  /**
   * Removes what a lead sees as one relationship.
   * @returns the rows that said it: more than one where a merge made them one; none when the lead has no such
   */
  async delete(tx: Tx, tenantId: Uuid, leadId: Uuid, relationshipId: Uuid): Promise<RelationshipRecord[]> {
    return (await tx.query<RelationshipRow>(DELETE, [tenantId, relationshipId, leadId])).map(relationshipOf);
  }
}
