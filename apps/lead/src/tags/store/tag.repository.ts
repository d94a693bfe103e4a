import { Injectable } from '@nestjs/common';
import type { Uuid } from '@leadstream/kernel';
import type { Statement, Tx } from '@leadstream/persistence';
import type { TagRecord, UsedTag } from '../tag.js';
import { tagFold } from '../tag.rules.js';

const COLUMNS = `tag_id AS "tagId", version, name, colour, created_at AS "createdAt", updated_at AS "updatedAt", deleted_at AS "deletedAt"`;

// Counted, not kept: a number beside the tag would make everybody who uses it wait for each other.
const USED = `${COLUMNS}, (SELECT count(*)::integer FROM lead_tag l WHERE l.tenant_id = tag.tenant_id AND l.tag_id = tag.tag_id) AS leads,
  (SELECT count(*)::integer FROM deal_tag d WHERE d.tenant_id = tag.tenant_id AND d.tag_id = tag.tag_id) AS deals`;

const FIND_USED: Statement = { name: 'tag-find-used', text: `SELECT ${USED} FROM tag WHERE tenant_id = $1 AND tag_id = $2` };

const FIND_ALL_USED: Statement = {
  name: 'tag-find-all-used',
  text: `SELECT ${USED} FROM tag WHERE tenant_id = $1 AND deleted_at IS NULL ORDER BY name_fold`,
};

const FIND_ALL: Statement = {
  name: 'tag-find-all',
  text: `SELECT ${COLUMNS} FROM tag WHERE tenant_id = $1 AND deleted_at IS NULL ORDER BY name_fold`,
};

const FIND_FOR_UPDATE: Statement = {
  name: 'tag-find-for-update',
  text: `SELECT ${COLUMNS} FROM tag WHERE tenant_id = $1 AND tag_id = $2 AND deleted_at IS NULL FOR NO KEY UPDATE`,
};

// In the order of ids, so that two transactions never wait for each other.
const HOLD: Statement = {
  name: 'tag-hold',
  text: 'SELECT tag_id AS "tagId" FROM tag WHERE tenant_id = $1 AND tag_id = ANY ($2::uuid[]) AND deleted_at IS NULL ORDER BY tag_id FOR SHARE',
};

const HOLD_NAMED: Statement = {
  name: 'tag-hold-named',
  text: `SELECT ${COLUMNS} FROM tag WHERE tenant_id = $1 AND name_fold = ANY ($2::text[]) AND deleted_at IS NULL ORDER BY tag_id FOR SHARE`,
};

const FIND_NAMED: Statement = {
  name: 'tag-find-named',
  text: 'SELECT tag_id AS "tagId" FROM tag WHERE tenant_id = $1 AND name_fold = $2 AND deleted_at IS NULL',
};

const COUNT: Statement = {
  name: 'tag-count',
  text: 'SELECT count(*)::integer AS tags FROM tag WHERE tenant_id = $1 AND deleted_at IS NULL',
};

const INSERT: Statement = {
  name: 'tag-insert',
  text: `INSERT INTO tag (tenant_id, tag_id, version, name, name_fold, colour, created_at, updated_at)
         SELECT $1, "tagId", version, name, "nameFold", colour, "createdAt", "updatedAt"
         FROM jsonb_to_recordset($2::jsonb) AS stated ("tagId" uuid, version integer, name text, "nameFold" text, colour text,
                                                       "createdAt" timestamptz, "updatedAt" timestamptz)
         ORDER BY "nameFold"
         ON CONFLICT (tenant_id, name_fold) WHERE deleted_at IS NULL DO NOTHING RETURNING tag_id AS "tagId"`,
};

const UPDATE: Statement = {
  name: 'tag-update',
  text: `UPDATE tag SET version = $3, name = $4, name_fold = $5, colour = $6, updated_at = $7, deleted_at = $8
         WHERE tenant_id = $1 AND tag_id = $2`,
};

/** Tags as rows. Deleted ones stay, to be read by id. */
@Injectable()
export class TagRepository {
  /** Deleted ones included. */
  findUsed(tx: Tx, tenantId: Uuid, tagId: Uuid): Promise<UsedTag | undefined> {
    return tx.queryOne<UsedTag>(FIND_USED, [tenantId, tagId]);
  }

  findAllUsed(tx: Tx, tenantId: Uuid): Promise<UsedTag[]> {
    return tx.query<UsedTag>(FIND_ALL_USED, [tenantId]);
  }

  findAll(tx: Tx, tenantId: Uuid): Promise<TagRecord[]> {
    return tx.query<TagRecord>(FIND_ALL, [tenantId]);
  }

  findForUpdate(tx: Tx, tenantId: Uuid, tagId: Uuid): Promise<TagRecord | undefined> {
    return tx.queryOne<TagRecord>(FIND_FOR_UPDATE, [tenantId, tagId]);
  }

  /** Of the given tags those that are there; none of them is deleted before the transaction ends. */
  async hold(tx: Tx, tenantId: Uuid, tagIds: readonly Uuid[]): Promise<Uuid[]> {
    return (await tx.query<{ tagId: Uuid }>(HOLD, [tenantId, tagIds])).map(({ tagId }) => tagId);
  }

  /** Tags of the given names, in whatever case; none of them is deleted before the transaction ends. */
  holdNamed(tx: Tx, tenantId: Uuid, names: readonly string[]): Promise<TagRecord[]> {
    return tx.query<TagRecord>(HOLD_NAMED, [tenantId, names.map(tagFold)]);
  }

  /** The tag that has a name, in whatever case. */
  async findNamed(tx: Tx, tenantId: Uuid, name: string): Promise<Uuid | undefined> {
    return (await tx.queryOne<{ tagId: Uuid }>(FIND_NAMED, [tenantId, tagFold(name)]))?.tagId;
  }

  async count(tx: Tx, tenantId: Uuid): Promise<number> {
    return (await tx.queryOne<{ tags: number }>(COUNT, [tenantId]))?.tags ?? 0;
  }

  /** @returns those that went in: a tag whose name another one has is left out */
  async create(tx: Tx, tenantId: Uuid, tags: readonly TagRecord[]): Promise<TagRecord[]> {
    const stated = tags.map((tag) => ({ ...tag, nameFold: tagFold(tag.name) }));
    const written = await tx.query<{ tagId: Uuid }>(INSERT, [tenantId, JSON.stringify(stated)]);
    return tags.filter(({ tagId }) => written.some((row) => row.tagId === tagId));
  }

  /** @throws Error of a unique violation when another tag has the name */
  async update(tx: Tx, tenantId: Uuid, { tagId, version, name, colour, updatedAt, deletedAt }: TagRecord): Promise<void> {
    await tx.execute(UPDATE, [tenantId, tagId, version, name, tagFold(name), colour, updatedAt, deletedAt]);
  }
}
