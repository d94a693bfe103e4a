import { Injectable } from '@nestjs/common';
import type { ExportColumn, ExportFormat, ExportQuery } from '@leadstream/contracts';
import type { Actor, Uuid } from '@leadstream/kernel';
import type { Statement, SystemTx, Tx } from '@leadstream/persistence';
import type { ExportRecord } from '../lead-export.js';

const INSERT: Statement = {
  name: 'export-insert',
  text: `INSERT INTO export (tenant_id, export_id, format, columns, query, actor_kind, actor_id, request_id, created_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
};

const COLUMNS = `export_id AS "exportId", format, columns, query, actor_kind AS "actorKind", actor_id AS "actorId", request_id AS "requestId",
                created_at AS "createdAt"`;

const FIND: Statement = {
  name: 'export-find',
  text: `SELECT ${COLUMNS} FROM export WHERE tenant_id = $1 AND export_id = $2 AND created_at > $3`,
};

const FIND_PAGE: Statement = {
  name: 'export-find-page',
  text: `SELECT ${COLUMNS} FROM export WHERE tenant_id = $1 AND created_at > $2 AND ($3::uuid IS NULL OR export_id < $3)
         ORDER BY export_id DESC LIMIT $4`,
};

interface ExportRow {
  readonly exportId: Uuid;
  readonly format: ExportFormat;
  readonly columns: readonly ExportColumn[];
  readonly query: ExportQuery & { readonly filter?: unknown; readonly segmentId?: Uuid };
  readonly actorKind: Actor['kind'];
  readonly actorId: string;
  readonly requestId: string;
  readonly createdAt: Date;
}

/** Exports as they were asked for; never changed. */
@Injectable()
export class ExportRepository {
  async create(
    tx: Tx,
    tenantId: Uuid,
    { exportId, format, columns, query, filter, segmentId, actor, requestId, createdAt }: ExportRecord,
  ): Promise<void> {
    await tx.execute(INSERT, [
      tenantId,
      exportId,
      format,
      columns,
      JSON.stringify({ ...query, filter, segmentId }),
      actor.kind,
      actor.id,
      requestId,
      createdAt,
    ]);
  }

  /** @param after older ones are not found */
  async findById(tx: Tx, tenantId: Uuid, exportId: Uuid, after: Date): Promise<ExportRecord | undefined> {
    const row = await tx.queryOne<ExportRow>(FIND, [tenantId, exportId, after]);
    return row && recordOf(row);
  }

  /**
   * Newest first: ids grow with time.
   * @param after older ones are not found
   */
  async findPage(
    tx: Tx,
    tenantId: Uuid,
    { after, before, most }: { readonly after: Date; readonly before: Uuid | undefined; readonly most: number },
  ): Promise<ExportRecord[]> {
    return (await tx.query<ExportRow>(FIND_PAGE, [tenantId, after, before ?? null, most])).map(recordOf);
  }

  /** Exports of every tenant. @returns how many went */
  async deleteOlderThan(tx: SystemTx, seconds: number): Promise<number> {
    const row = await tx.queryOne<{ count: string }>('SELECT discard_exports(make_interval(secs => $1)) AS count', [seconds]);
    return Number(row?.count ?? 0);
  }
}

function recordOf({ actorKind, actorId, query: stored, ...rest }: ExportRow): ExportRecord {
  const { filter, segmentId, ...query } = stored;
  return { ...rest, query, filter, segmentId, actor: { kind: actorKind, id: actorId } };
}
