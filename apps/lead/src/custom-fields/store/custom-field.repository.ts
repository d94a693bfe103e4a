import { Injectable } from '@nestjs/common';
import type { Uuid } from '@leadstream/kernel';
import type { Statement, Tx } from '@leadstream/persistence';
import type { CustomFieldKey, CustomFieldRecord, IndexWork } from '../custom-field.js';
import { keyFold } from '../definition/field-key.rules.js';

const IN_ORDER = 'FROM custom_field WHERE tenant_id = $1 ORDER BY archived, position, created_at, field_id';

const FIND_ALL: Statement = {
  name: 'custom-field-find-all',
  text: `SELECT field_id AS "fieldId", version, entity, type, key, label, options, default_value AS "default", required, is_unique AS "unique", indexed,
           archived, position, index_work AS "indexWork", index_filled_up_to AS "indexFilledUpTo", created_at AS "createdAt", updated_at AS "updatedAt" ${IN_ORDER}`,
};

const FIND_KEYS: Statement = { name: 'custom-field-find-keys', text: `SELECT field_id AS "fieldId", key, type ${IN_ORDER}` };

const STATED = `(tenant_id, field_id, version, entity, type, key, key_fold, label, options, default_value, required, is_unique, indexed, archived, position,
                 created_at, updated_at)`;

const INSERT: Statement = {
  name: 'custom-field-insert',
  text: `INSERT INTO custom_field ${STATED} VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)`,
};

const UPDATE: Statement = {
  name: 'custom-field-update',
  text: `UPDATE custom_field SET version = $3, key = $4, key_fold = $5, label = $6, options = $7, default_value = $8, required = $9, is_unique = $10,
           indexed = $11, archived = $12, position = $13, updated_at = $14
         WHERE tenant_id = $1 AND field_id = $2`,
};

const UPDATE_INDEX_WORK: Statement = {
  name: 'custom-field-update-index-work',
  text: 'UPDATE custom_field SET index_work = $3, index_filled_up_to = $4 WHERE tenant_id = $1 AND field_id = $2',
};

const DELETE: Statement = { name: 'custom-field-delete', text: 'DELETE FROM custom_field WHERE tenant_id = $1 AND field_id = $2' };

// Who writes values holds definitions together with others, and the settings with them; who changes them does so alone.
const LOCK_ALONE: Statement = {
  name: 'custom-field-lock-alone',
  text: `SELECT pg_advisory_xact_lock(hashtextextended('custom-fields:' || $1::text, 0))`,
};

/** Definitions of custom fields as rows, archived ones included, in the order of forms. */
@Injectable()
export class CustomFieldRepository {
  findAll(tx: Tx, tenantId: Uuid): Promise<CustomFieldRecord[]> {
    return tx.query<CustomFieldRecord>(FIND_ALL, [tenantId]);
  }

  /** No more than is needed to show values. */
  findKeys(tx: Tx, tenantId: Uuid): Promise<CustomFieldKey[]> {
    return tx.query<CustomFieldKey>(FIND_KEYS, [tenantId]);
  }

  /** Definitions, held by nobody else until the transaction ends. */
  async findAllAlone(tx: Tx, tenantId: Uuid): Promise<CustomFieldRecord[]> {
    const [, found] = await Promise.all([tx.execute(LOCK_ALONE, [tenantId]), this.findAll(tx, tenantId)]);
    return found;
  }

  async create(tx: Tx, tenantId: Uuid, field: CustomFieldRecord): Promise<void> {
    const { fieldId, version, entity, type, createdAt, updatedAt } = field;
    await tx.execute(INSERT, [tenantId, fieldId, version, entity, type, ...describing(field), createdAt, updatedAt]);
  }

  async update(tx: Tx, tenantId: Uuid, field: CustomFieldRecord): Promise<void> {
    await tx.execute(UPDATE, [tenantId, field.fieldId, field.version, ...describing(field), field.updatedAt]);
  }

  /** What is left to do for the rows of an index; no change of the field, which keeps its version. */
  async saveIndexWork(
    tx: Tx,
    tenantId: Uuid,
    fieldId: Uuid,
    { work, filledUpTo }: { readonly work: IndexWork | null; readonly filledUpTo: Uuid | null },
  ): Promise<void> {
    await tx.execute(UPDATE_INDEX_WORK, [tenantId, fieldId, work, filledUpTo]);
  }

  async delete(tx: Tx, tenantId: Uuid, fieldId: Uuid): Promise<void> {
    await tx.execute(DELETE, [tenantId, fieldId]);
  }
}

/** Values of the columns from `key` to `position`. */
function describing({ key, label, options, default: value, required, unique, indexed, archived, position }: CustomFieldRecord): unknown[] {
  const stored = value === null ? null : JSON.stringify(value);
  return [key, keyFold(key), label, JSON.stringify(options), stored, required, unique, indexed, archived, position];
}
