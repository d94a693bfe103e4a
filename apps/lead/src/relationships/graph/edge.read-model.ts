import { Injectable } from '@nestjs/common';
import type { GraphNode } from '@leadstream/contracts';
import type { Uuid } from '@leadstream/kernel';
import { type Statement, type Tx, uuidArray } from '@leadstream/persistence';
import type { Edge, GroupEdge, Step, TypeNames } from './graph.js';

/** `$3`: names of types, or null. Written as the partial indexes have it. */
const WALKABLE = 'tenant_id = $1 AND from_survivor_id <> to_survivor_id AND ($3::text[] IS NULL OR type = ANY ($3))';

const FIND_NEXT: Statement = {
  name: 'relationship-walk-next',
  text: `SELECT DISTINCT ON (lead_id) lead_id AS "leadId", came_from AS "cameFrom"
           FROM (SELECT to_survivor_id AS lead_id, from_survivor_id AS came_from FROM lead_relationship
                  WHERE ${WALKABLE} AND from_survivor_id = ANY ($2::uuid[])
                 UNION ALL
                 SELECT from_survivor_id, to_survivor_id FROM lead_relationship
                  WHERE ${WALKABLE} AND to_survivor_id = ANY ($2::uuid[])) AS step
          WHERE lead_id <> ALL ($4::uuid[]) ORDER BY lead_id, came_from LIMIT $5`,
};

// Materialized: to sort it, the planner would rather walk through every relationship of the tenant in the order of ids.
const FIND_AMONG: Statement = {
  name: 'relationship-among',
  text: `WITH among AS MATERIALIZED (
           SELECT relationship_id AS id, type, is_symmetric AS "isSymmetric", from_survivor_id AS "from", to_survivor_id AS "to"
             FROM lead_relationship WHERE ${WALKABLE} AND from_survivor_id = ANY ($2::uuid[]) AND to_survivor_id = ANY ($2::uuid[]))
         SELECT id, type, "isSymmetric", "from", "to" FROM among ORDER BY id LIMIT $4`,
};

// These two are planned whenever they are asked: a plan that was kept from when there were few relationships would read all of them at each step.

// What a merge made one counts once.
const FIND_WITHIN = `
  SELECT DISTINCT type, CASE WHEN is_symmetric THEN least(from_survivor_id, to_survivor_id) ELSE from_survivor_id END AS "from",
         CASE WHEN is_symmetric THEN greatest(from_survivor_id, to_survivor_id) ELSE to_survivor_id END AS "to"
    FROM unnest($2::uuid[]) AS member (id) JOIN lead_relationship ON from_survivor_id = member.id WHERE ${WALKABLE} LIMIT $4`;

// UNION ends in cycles; LIMIT ends the walk itself.
const FIND_GROUP = `
  WITH RECURSIVE walked AS (
    SELECT $2::uuid AS lead_id
    UNION
    SELECT step.lead_id FROM walked CROSS JOIN LATERAL (
      SELECT to_survivor_id AS lead_id FROM lead_relationship WHERE ${WALKABLE} AND from_survivor_id = walked.lead_id
      UNION ALL
      SELECT from_survivor_id FROM lead_relationship WHERE ${WALKABLE} AND to_survivor_id = walked.lead_id) AS step)
  SELECT lead_id AS "leadId" FROM (SELECT lead_id FROM walked LIMIT $4) AS found ORDER BY lead_id`;

const FIND_NODES: Statement = {
  name: 'relationship-nodes',
  text: `SELECT lead_id AS id, first_name AS "firstName", last_name AS "lastName", company, status
           FROM lead WHERE tenant_id = $1 AND lead_id = ANY ($2::uuid[]) AND deleted_at IS NULL`,
};

export type NodeFacts = Omit<GraphNode, 'hops'>;

/** Walks over relationships, a whole frontier at a time. Leads that are deleted are not come by, those that were merged are one. */
@Injectable()
export class EdgeReadModel {
  /**
   * The leads next to any of a frontier, by id.
   * @param known leads that are left out
   */
  async findNext(tx: Tx, frontier: readonly Uuid[], known: readonly Uuid[], types: TypeNames, limit: number): Promise<Step[]> {
    return tx.query<Step>(FIND_NEXT, [tx.tenantId, frontier, types ?? null, known, limit]);
  }

  /** Relationships with both ends among some leads, first ones first; what a merge made one may stand there more than once. */
  async findAmong(tx: Tx, leadIds: readonly Uuid[], types: TypeNames, limit: number): Promise<Edge[]> {
    return tx.query<Edge>(FIND_AMONG, [tx.tenantId, leadIds, types ?? null, limit]);
  }

  /** Relationships of a whole group, none twice: what begins at one of its leads ends at another. */
  async findWithin(tx: Tx, leadIds: readonly Uuid[], types: TypeNames, limit: number): Promise<GroupEdge[]> {
    return tx.query<GroupEdge>(FIND_WITHIN, [tx.tenantId, uuidArray(leadIds), types ?? null, limit]);
  }

  /** The lead and all that can be come to from it, by id; where there are more than the limit, the nearest. */
  async findGroup(tx: Tx, leadId: Uuid, types: TypeNames, limit: number): Promise<Uuid[]> {
    const found = await tx.query<{ leadId: Uuid }>(FIND_GROUP, [tx.tenantId, leadId, types ?? null, limit]);
    return found.map((member) => member.leadId);
  }

  /** What a drawing shows of leads. */
  async findNodes(tx: Tx, leadIds: readonly Uuid[]): Promise<ReadonlyMap<Uuid, NodeFacts>> {
    const rows = await tx.query<NodeFacts>(FIND_NODES, [tx.tenantId, leadIds]);
    return new Map(rows.map((node) => [node.id, node]));
  }
}
