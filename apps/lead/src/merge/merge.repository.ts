import { Injectable } from '@nestjs/common';
import type { MergedField } from '@leadstream/contracts';
import type { Uuid } from '@leadstream/kernel';
import type { Statement, Tx } from '@leadstream/persistence';
import { identityKeys, SEARCH_VERSION } from '../lead/search/search-keys.rules.js';
import type { ToldIdentity } from '../lead/identity-event.rules.js';
import type { MergeRecord, OwnIdentifier, VersionSpan } from './merge.js';

const COLUMNS = `merge_id AS "mergeId", survivor_id AS "survivorId", merged_id AS "mergedId", fields, merged_at AS "mergedAt",
  merge_from AS "mergeFrom", merge_to AS "mergeTo", undone_at AS "undoneAt", undo_from AS "undoFrom", undo_to AS "undoTo"`;

const POINT: Statement = {
  name: 'lead-merge-point',
  text: 'UPDATE lead SET merged_into = $3 WHERE tenant_id = $1 AND lead_id = $2',
};

// What the leads were known by leads to them still. Whoever else was given one of these was given it while this lead had it in its row, or is gone.
const KEEP_IDENTIFIERS: Statement = {
  name: 'lead-merge-keep-identifiers',
  text: `WITH RECURSIVE family AS (
           SELECT own."leadId" AS root, own."leadId" AS lead_id FROM jsonb_to_recordset($2::jsonb) AS own ("leadId" uuid)
           UNION
           SELECT f.root, l.lead_id FROM family f JOIN lead l ON l.tenant_id = $1 AND l.merged_into = f.lead_id)
         INSERT INTO lead_identity (tenant_id, kind, value, lead_id, version, first_seen_at, last_seen_at, identity_id, search_version, search_keys)
         SELECT $1, own.kind, own.value, own."leadId", 1, $3, $3, own."identityId", ${SEARCH_VERSION}, own.keys
           FROM jsonb_to_recordset($2::jsonb) AS own (kind text, value text, "leadId" uuid, "identityId" uuid, keys text[])
          ORDER BY own.kind, own.value
             ON CONFLICT (tenant_id, kind, value) DO UPDATE
                SET lead_id = excluded.lead_id, version = lead_identity.version + 1, first_seen_at = excluded.first_seen_at, last_seen_at = excluded.last_seen_at,
                    identity_id = coalesce(lead_identity.identity_id, excluded.identity_id)
              WHERE NOT EXISTS (SELECT FROM family f WHERE f.root = excluded.lead_id AND f.lead_id = lead_identity.lead_id)
         RETURNING identity_id AS "identityId", kind, value, lead_id AS "leadId", version`,
};

// By then both have their own again.
const DROP_IDENTIFIERS: Statement = {
  name: 'lead-merge-drop-identifiers',
  text: `DELETE FROM lead_identity i USING lead l
          WHERE i.tenant_id = $1 AND i.lead_id = ANY ($2::uuid[]) AND l.tenant_id = $1 AND l.lead_id = i.lead_id
            AND (i.kind, i.value) IN (('external', l.external_id), ('email', l.email), ('phone', l.phone))
      RETURNING i.identity_id AS "identityId", i.kind, i.value, i.lead_id AS "leadId", i.version`,
};

const CREATE: Statement = {
  name: 'lead-merge-create',
  text: `INSERT INTO lead_merge (tenant_id, merge_id, survivor_id, merged_id, fields, merged_at, merge_from, merge_to)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
};

const FIND: Statement = { name: 'lead-merge-find', text: `SELECT ${COLUMNS} FROM lead_merge WHERE tenant_id = $1 AND merge_id = $2` };
const FIND_FOR_UPDATE: Statement = { name: 'lead-merge-find-for-update', text: `${FIND.text} FOR UPDATE` };

const FIND_OF_SURVIVOR: Statement = {
  name: 'lead-merges-of-survivor',
  text: `SELECT ${COLUMNS} FROM lead_merge WHERE tenant_id = $1 AND survivor_id = $2`,
};

const UNDO: Statement = {
  name: 'lead-merge-undo',
  text: `UPDATE lead_merge SET undone_at = $3, undo_from = $4, undo_to = $5 WHERE tenant_id = $1 AND merge_id = $2`,
};

const PAGE: Statement = {
  name: 'lead-merge-page',
  text: `SELECT ${COLUMNS} FROM lead_merge
          WHERE tenant_id = $1 AND merge_id < $2 ORDER BY merge_id DESC LIMIT $3`,
};

const PAGE_OF_LEAD: Statement = {
  name: 'lead-merge-page-of-lead',
  text: `SELECT ${COLUMNS} FROM lead_merge
          WHERE tenant_id = $1 AND merge_id < $2 AND (survivor_id = $4 OR merged_id = $4) ORDER BY merge_id DESC LIMIT $3`,
};

/** Above every id, so that the first page asks as all others do. */
const TOP: Uuid = 'ffffffff-ffff-ffff-ffff-ffffffffffff';

interface MergeRow {
  readonly mergeId: Uuid;
  readonly survivorId: Uuid;
  readonly mergedId: Uuid;
  readonly fields: MergedField[];
  readonly mergedAt: Date;
  readonly mergeFrom: number;
  readonly mergeTo: number;
  readonly undoneAt: Date | null;
  readonly undoFrom: number | null;
  readonly undoTo: number | null;
}

/** Merges of leads; ids grow with time. */
@Injectable()
export class MergeRepository {
  /**
   * @param merge of a lead that is deleted by now; it points to the survivor from then on
   * @param identifiers that the two have no more in a live row of their own: they lead to them still
   * @returns those that led nowhere before
   */
  async create(tx: Tx, tenantId: Uuid, merge: MergeRecord, identifiers: readonly OwnIdentifier[]): Promise<ToldIdentity[]> {
    const { mergeId, survivorId, mergedId, fields, mergedAt, made } = merge;
    await tx.execute(POINT, [tenantId, mergedId, survivorId]);
    const stated = identifiers.map((identifier) => ({ ...identifier, keys: identityKeys(identifier) }));
    const kept = await tx.query<ToldIdentity>(KEEP_IDENTIFIERS, [tenantId, JSON.stringify(stated), mergedAt]);
    await tx.execute(CREATE, [tenantId, mergeId, survivorId, mergedId, JSON.stringify(fields), mergedAt, made.from, made.to]);
    return kept;
  }

  /**
   * The merged lead points to none from then on, and may live again.
   * @returns identities that are no more
   */
  async undo(tx: Tx, tenantId: Uuid, merge: MergeRecord, at: Date, { from, to }: VersionSpan): Promise<ToldIdentity[]> {
    const { mergeId, survivorId, mergedId } = merge;
    await tx.execute(POINT, [tenantId, mergedId, null]);
    const dropped = await tx.query<ToldIdentity>(DROP_IDENTIFIERS, [tenantId, [survivorId, mergedId]]);
    await tx.execute(UNDO, [tenantId, mergeId, at, from, to]);
    return dropped;
  }

  async findById(tx: Tx, tenantId: Uuid, mergeId: Uuid): Promise<MergeRecord | undefined> {
    return (await tx.query<MergeRow>(FIND, [tenantId, mergeId])).map(toMerge)[0];
  }

  async findForUpdate(tx: Tx, tenantId: Uuid, mergeId: Uuid): Promise<MergeRecord | undefined> {
    return (await tx.query<MergeRow>(FIND_FOR_UPDATE, [tenantId, mergeId])).map(toMerge)[0];
  }

  /** Merges in which the lead stayed, undone ones included. */
  async findOfSurvivor(tx: Tx, tenantId: Uuid, survivorId: Uuid): Promise<MergeRecord[]> {
    return (await tx.query<MergeRow>(FIND_OF_SURVIVOR, [tenantId, survivorId])).map(toMerge);
  }

  /**
   * Latest first.
   * @param leadId only merges in which it stayed or went
   * @param before id of the last merge of the page before
   */
  async findPage(tx: Tx, tenantId: Uuid, limit: number, leadId?: Uuid, before: Uuid = TOP): Promise<MergeRecord[]> {
    const values = [tenantId, before, limit];
    const rows = await (leadId === undefined ? tx.query<MergeRow>(PAGE, values) : tx.query<MergeRow>(PAGE_OF_LEAD, [...values, leadId]));
    return rows.map(toMerge);
  }
}

function toMerge({ mergeFrom, mergeTo, undoneAt, undoFrom, undoTo, ...row }: MergeRow): MergeRecord {
  const undone = undoneAt === null ? undefined : { at: undoneAt, made: { from: undoFrom ?? 0, to: undoTo ?? 0 } };
  return { ...row, made: { from: mergeFrom, to: mergeTo }, undone };
}
