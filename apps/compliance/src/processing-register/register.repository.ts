import type { ProcessingActivityVersion } from '@leadstream/contracts';
import { type Actor, currentContext, type Uuid } from '@leadstream/kernel';
import type { Statement, SystemTx, Tx } from '@leadstream/persistence';
import type { ProcessingActivityRecord } from './processing-activity.js';

const COLUMNS = `id AS "activityId", version, content, created_at AS "createdAt", updated_at AS "updatedAt", ended_at AS "endedAt"`;

const INSERT: Statement = {
  name: 'processing_activity_insert',
  text: `INSERT INTO processing_activity (tenant_id, id, version, content, remind_on, created_at, updated_at, ended_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, NULL)`,
};
const UPDATE: Statement = {
  name: 'processing_activity_update',
  text: `UPDATE processing_activity
            SET version = $3, content = $4, updated_at = $5, ended_at = $6,
                remind_on = CASE WHEN $6::timestamptz IS NOT NULL THEN NULL
                                 WHEN content ->> 'reviewOn' IS DISTINCT FROM $4::jsonb ->> 'reviewOn' THEN ($4::jsonb ->> 'reviewOn')::date
                                 ELSE remind_on END
          WHERE tenant_id = $1 AND id = $2`,
};
const INSERT_VERSION: Statement = {
  name: 'processing_activity_version_insert',
  text: `INSERT INTO processing_activity_version (tenant_id, activity_id, version, content, is_end, actor_kind, actor_id, recorded_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
};
const FIND: Statement = {
  name: 'processing_activity_find',
  text: `SELECT ${COLUMNS} FROM processing_activity WHERE tenant_id = $1 AND id = $2`,
};
const FIND_FOR_UPDATE: Statement = { name: 'processing_activity_find_for_update', text: `${FIND.text} FOR UPDATE` };
const PAGE: Statement = {
  name: 'processing_activity_page',
  text: `SELECT ${COLUMNS} FROM processing_activity
          WHERE tenant_id = $1 AND (ended_at IS NOT NULL) = $2 AND ($3::uuid IS NULL OR id > $3) ORDER BY id LIMIT $4`,
};
const VERSIONS: Statement = {
  name: 'processing_activity_versions',
  text: `SELECT version, content, is_end AS "isEnd", actor_kind AS "actorKind", actor_id AS "actorId", recorded_at AS "recordedAt"
           FROM processing_activity_version WHERE tenant_id = $1 AND activity_id = $2 ORDER BY version`,
};
const FIND_DUE: Statement = {
  name: 'processing_activity_find_due',
  text: `SELECT ${COLUMNS}, remind_on::text AS "remindOn" FROM processing_activity WHERE tenant_id = $1 AND remind_on <= $2
         ORDER BY remind_on LIMIT $3 FOR UPDATE SKIP LOCKED`,
};
const SET_REMINDED: Statement = {
  name: 'processing_activity_set_reminded',
  text: 'UPDATE processing_activity SET remind_on = NULL WHERE tenant_id = $1 AND id = $2',
};

const SERVICE: Actor = { kind: 'service', id: 'compliance' };

interface VersionRow extends Pick<ProcessingActivityVersion, 'version' | 'content' | 'isEnd'> {
  readonly actorKind: string;
  readonly actorId: string;
  readonly recordedAt: Date;
}

/** An entry that is to be looked at again. */
export type DueActivity = ProcessingActivityRecord & { readonly remindOn: string };

/** The record of processing activities in Postgres. */
export class RegisterRepository {
  /** The first version of an entry. */
  async create(tx: Tx, tenantId: Uuid, record: ProcessingActivityRecord): Promise<void> {
    const { activityId, version, content, createdAt, updatedAt } = record;
    await tx.execute(INSERT, [tenantId, activityId, version, JSON.stringify(content), content.reviewOn, createdAt, updatedAt]);
    await this.createVersion(tx, tenantId, record);
  }

  /** The next version of an entry whose row is locked. A review that was told is told again only for another day. */
  async update(tx: Tx, tenantId: Uuid, record: ProcessingActivityRecord): Promise<void> {
    const { activityId, version, content, updatedAt, endedAt } = record;
    await tx.execute(UPDATE, [tenantId, activityId, version, JSON.stringify(content), updatedAt, endedAt]);
    await this.createVersion(tx, tenantId, record);
  }

  find(tx: Tx, tenantId: Uuid, activityId: Uuid): Promise<ProcessingActivityRecord | undefined> {
    return tx.queryOne<ProcessingActivityRecord>(FIND, [tenantId, activityId]);
  }

  findForUpdate(tx: Tx, tenantId: Uuid, activityId: Uuid): Promise<ProcessingActivityRecord | undefined> {
    return tx.queryOne<ProcessingActivityRecord>(FIND_FOR_UPDATE, [tenantId, activityId]);
  }

  /** Oldest first. */
  findPage(tx: Tx, tenantId: Uuid, hasEnded: boolean, after: Uuid | undefined, limit: number): Promise<ProcessingActivityRecord[]> {
    return tx.query<ProcessingActivityRecord>(PAGE, [tenantId, hasEnded, after ?? null, limit]);
  }

  /** Oldest first. */
  async findVersions(tx: Tx, tenantId: Uuid, activityId: Uuid): Promise<ProcessingActivityVersion[]> {
    const rows = await tx.query<VersionRow>(VERSIONS, [tenantId, activityId]);
    return rows.map(({ actorKind, actorId, recordedAt, ...row }) => ({
      ...row,
      actor: { kind: actorKind, id: actorId },
      recordedAt: recordedAt.toISOString(),
    }));
  }

  /** Tenants with entries to be looked at again by `day`, whoever they are; at most `limit`. */
  async findTenants(tx: SystemTx, day: string, limit: number): Promise<Uuid[]> {
    const rows = await tx.query<{ tenantId: Uuid }>('SELECT tenants_with_processing_reviews($1, $2) AS "tenantId"', [day, limit]);
    return rows.map(({ tenantId }) => tenantId);
  }

  /** Entries to be looked at again by `day`, locked; those that somebody else has locked are left for another time. */
  findDue(tx: Tx, tenantId: Uuid, day: string, limit: number): Promise<DueActivity[]> {
    return tx.query<DueActivity>(FIND_DUE, [tenantId, day, limit]);
  }

  /** The review was told; the version stays. */
  async setReminded(tx: Tx, tenantId: Uuid, activityId: Uuid): Promise<void> {
    await tx.execute(SET_REMINDED, [tenantId, activityId]);
  }

  private async createVersion(
    tx: Tx,
    tenantId: Uuid,
    { activityId, version, content, updatedAt, endedAt }: ProcessingActivityRecord,
  ): Promise<void> {
    const actor = currentContext()?.actor ?? SERVICE;
    const values = [tenantId, activityId, version, JSON.stringify(content), endedAt !== null, actor.kind, actor.id, updatedAt];
    await tx.execute(INSERT_VERSION, values);
  }
}
