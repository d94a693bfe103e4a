import { Injectable } from '@nestjs/common';
import { decodeCursor, encodeCursor } from '@leadstream/http';
import type { Uuid } from '@leadstream/kernel';
import type { Tx } from '@leadstream/persistence';
import { z } from 'zod';
import type { RelationshipRecord } from './relationship.js';
import { RELATIONSHIP_COLUMNS, relationshipOf, type RelationshipRow } from './relationship.repository.js';

/** A relationship and where it ends by now. */
export interface EndedRelationship extends RelationshipRecord {
  readonly fromSurvivorId: Uuid;
  readonly toSurvivorId: Uuid;
}

export interface RelationshipQuery {
  readonly limit: number;
  readonly cursor?: string | undefined;
  /** Names of types; every type when undefined. */
  readonly types: readonly string[] | undefined;
}

const position = z.strictObject({ before: z.uuid() });

// Of several rows that a merge made one, the first stands for all.
const PAGE = `
SELECT ${RELATIONSHIP_COLUMNS}, from_survivor_id AS "fromSurvivorId", to_survivor_id AS "toSurvivorId"
  FROM lead_relationship AS r
 WHERE tenant_id = $1 AND from_survivor_id <> to_survivor_id AND (from_survivor_id = $2 OR to_survivor_id = $2)
   AND ($3::text[] IS NULL OR type = ANY ($3)) AND ($4::uuid IS NULL OR relationship_id < $4)
   AND NOT EXISTS (
     SELECT FROM lead_relationship t
      WHERE t.tenant_id = $1 AND t.type = r.type AND t.relationship_id < r.relationship_id AND t.from_survivor_id <> t.to_survivor_id
        AND t.from_survivor_id IN (r.from_survivor_id, r.to_survivor_id)
        AND ((t.from_survivor_id = r.from_survivor_id AND t.to_survivor_id = r.to_survivor_id)
             OR (t.is_symmetric AND t.from_survivor_id = r.to_survivor_id AND t.to_survivor_id = r.from_survivor_id)))
 ORDER BY relationship_id DESC LIMIT $5`;

// Also one that a merge made the same as another: whoever made it has its address.
const FIND = `
SELECT ${RELATIONSHIP_COLUMNS}, from_survivor_id AS "fromSurvivorId", to_survivor_id AS "toSurvivorId"
  FROM lead_relationship
 WHERE tenant_id = $1 AND relationship_id = $3 AND from_survivor_id <> to_survivor_id AND $2::uuid IN (from_survivor_id, to_survivor_id)`;

/** Relationships of one lead, latest first. */
@Injectable()
export class RelationshipListReadModel {
  async find(tx: Tx, tenantId: Uuid, leadId: Uuid, relationshipId: Uuid): Promise<EndedRelationship | undefined> {
    const row = await tx.queryOne<RelationshipRow & EndedRelationship>(FIND, [tenantId, leadId, relationshipId]);
    return row && relationshipOf(row);
  }

  async findPage(
    tx: Tx,
    tenantId: Uuid,
    leadId: Uuid,
    { limit, cursor, types }: RelationshipQuery,
  ): Promise<{ readonly found: readonly EndedRelationship[]; readonly nextCursor: string | null }> {
    const before = cursor === undefined ? null : decodeCursor(position, cursor).before;
    const rows = await tx.query<RelationshipRow & EndedRelationship>(PAGE, [tenantId, leadId, types ?? null, before, limit + 1]);
    const found = rows.slice(0, limit).map(relationshipOf);
    const last = rows.length > limit ? found.at(-1) : undefined;
    return { found, nextCursor: last ? encodeCursor({ before: last.relationshipId }) : null };
  }
}
