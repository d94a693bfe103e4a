import type { RetentionCategory } from '@leadstream/contracts';
import type { Tx } from '@leadstream/persistence';

/** An archive that was written. */
export interface WrittenArchive {
  readonly id: string;
  readonly bytes: number;
  /** Of the file, hex. */
  readonly sha256: string;
}

/** An archive that is about to be written. */
export interface NewArchive {
  readonly id: string;
  readonly category: string;
  readonly rows: number;
  readonly firstAt: Date;
  readonly lastAt: Date;
  /** `YYYY-MM`, of rows that stay until their month goes; null where they go at once. */
  readonly month: string | null;
}

/** An archive whose file was read again, and whose rows have left or may leave. */
export interface CompleteArchive extends Omit<NewArchive, 'category'> {
  readonly category: RetentionCategory;
  readonly sizeBytes: number;
  readonly sha256: string;
  readonly archivedAt: Date;
}

export interface ArchiveFilter {
  readonly category: RetentionCategory | undefined;
  readonly before: string | undefined;
  readonly limit: number;
}

const begin = {
  name: 'retention_archive_begin',
  text: `INSERT INTO retention_archive (tenant_id, id, category, rows, first_at, last_at, begun_at, month) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
};
const complete = {
  name: 'retention_archive_complete',
  text: 'UPDATE retention_archive SET bytes = $3, sha256 = $4, completed_at = $5 WHERE tenant_id = $1 AND id = $2 AND completed_at IS NULL',
};
const unfinished = {
  name: 'retention_archive_unfinished',
  text: 'SELECT id FROM retention_archive WHERE tenant_id = $1 AND category = $2 AND completed_at IS NULL ORDER BY id',
};
const ofMonth = {
  name: 'retention_archive_of_month',
  text: `SELECT coalesce(sum(rows), 0)::int AS rows FROM retention_archive
          WHERE tenant_id = $1 AND category = $2 AND month = $3 AND completed_at IS NOT NULL`,
};
const remove = {
  name: 'retention_archive_remove',
  text: 'DELETE FROM retention_archive WHERE tenant_id = $1 AND id = $2 AND completed_at IS NULL',
};

const COLUMNS = `id, category, month, rows, first_at AS "firstAt", last_at AS "lastAt", bytes AS "sizeBytes", sha256, completed_at AS "archivedAt"`;
const page = {
  name: 'retention_archive_page',
  text: `SELECT ${COLUMNS} FROM retention_archive
          WHERE tenant_id = $1 AND id < $2 AND ($3::text IS NULL OR category = $3) AND completed_at IS NOT NULL ORDER BY id DESC LIMIT $4`,
};
const find = {
  name: 'retention_archive_find',
  text: `SELECT ${COLUMNS} FROM retention_archive WHERE tenant_id = $1 AND id = $2 AND completed_at IS NOT NULL`,
};

/** Behind every id. */
const TOP = 'ffffffff-ffff-ffff-ffff-ffffffffffff';

/** What was archived: a row for each file, from before it is written. */
export class ArchiveRepository {
  async begin(tx: Tx, tenantId: string, { id, category, rows, firstAt, lastAt, month }: NewArchive, at: Date): Promise<void> {
    await tx.execute(begin, [tenantId, id, category, rows, firstAt, lastAt, at, month]);
  }

  async complete(tx: Tx, tenantId: string, { id, bytes, sha256 }: WrittenArchive, at: Date): Promise<void> {
    if ((await tx.execute(complete, [tenantId, id, bytes, sha256, at])) !== 1) throw new Error('the archive was discarded meanwhile');
  }

  /** Ids of those that nobody has completed. */
  async findUnfinished(tx: Tx, tenantId: string, category: string): Promise<string[]> {
    return (await tx.query<{ id: string }>(unfinished, [tenantId, category])).map(({ id }) => id);
  }

  /** How many rows of a month are in archives; they are the first ones in the order of their keys. */
  async countOfMonth(tx: Tx, tenantId: string, category: string, month: string): Promise<number> {
    return (await tx.queryOne<{ rows: number }>(ofMonth, [tenantId, category, month]))?.rows ?? 0;
  }

  /** Those that are complete, the latest first. @param before id of the last one on the page before */
  findPage(tx: Tx, tenantId: string, { category, before = TOP, limit }: ArchiveFilter): Promise<CompleteArchive[]> {
    return tx.query<CompleteArchive>(page, [tenantId, before, category ?? null, limit]);
  }

  /** One that is complete. */
  findById(tx: Tx, tenantId: string, id: string): Promise<CompleteArchive | undefined> {
    return tx.queryOne<CompleteArchive>(find, [tenantId, id]);
  }

  /** Only one that was not completed. */
  async remove(tx: Tx, tenantId: string, id: string): Promise<void> {
    await tx.execute(remove, [tenantId, id]);
  }
}
