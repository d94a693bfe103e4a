import { Injectable } from '@nestjs/common';
import type { Uuid } from '@leadstream/kernel';
import type { Statement, Tx } from '@leadstream/persistence';
import type { OwnTypeRecord } from '../relationship.js';

const FIND_ALL: Statement = {
  name: 'relationship-type-find-all',
  text: 'SELECT type_id AS "typeId", name, inverse, influence FROM relationship_type WHERE tenant_id = $1 ORDER BY name',
};

// A name must be no other one's inverse: no index says that, so whoever adds or removes one goes alone.
const HOLD: Statement = {
  name: 'relationship-type-hold',
  text: `SELECT pg_advisory_xact_lock(hashtextextended('relationship-type:' || $1::text, 0))`,
};
const HOLD_SHARED: Statement = {
  name: 'relationship-type-hold-shared',
  text: `SELECT pg_advisory_xact_lock_shared(hashtextextended('relationship-type:' || $1::text, 0))`,
};

const INSERT: Statement = {
  name: 'relationship-type-insert',
  text: 'INSERT INTO relationship_type (tenant_id, type_id, name, inverse, influence, created_at) VALUES ($1, $2, $3, $4, $5, $6)',
};
const DELETE: Statement = { name: 'relationship-type-delete', text: 'DELETE FROM relationship_type WHERE tenant_id = $1 AND name = $2' };
const IS_USED: Statement = {
  name: 'relationship-type-is-used',
  text: 'SELECT 1 FROM lead_relationship WHERE tenant_id = $1 AND type = $2 LIMIT 1',
};

/** Types that a tenant added. */
@Injectable()
export class RelationshipTypeRepository {
  async findAll(tx: Tx, tenantId: Uuid): Promise<OwnTypeRecord[]> {
    return tx.query<OwnTypeRecord>(FIND_ALL, [tenantId]);
  }

  /** Nobody else changes the types until the transaction ends. */
  async hold(tx: Tx, tenantId: Uuid): Promise<void> {
    await tx.execute(HOLD, [tenantId]);
  }

  /** The types stay as they are until the transaction ends; others may hold them so, too. */
  async holdShared(tx: Tx, tenantId: Uuid): Promise<void> {
    await tx.execute(HOLD_SHARED, [tenantId]);
  }

  async create(tx: Tx, tenantId: Uuid, { typeId, name, inverse, influence }: OwnTypeRecord, now: Date): Promise<void> {
    await tx.execute(INSERT, [tenantId, typeId, name, inverse, influence, now]);
  }

  async delete(tx: Tx, tenantId: Uuid, name: string): Promise<void> {
    await tx.execute(DELETE, [tenantId, name]);
  }

  /** Whether leads are that to each other, deleted and merged ones included. */
  async isUsed(tx: Tx, tenantId: Uuid, name: string): Promise<boolean> {
    return (await tx.queryOne(IS_USED, [tenantId, name])) !== undefined;
  }
}
