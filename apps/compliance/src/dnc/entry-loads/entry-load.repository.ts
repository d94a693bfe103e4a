import { Injectable } from '@nestjs/common';
import type { DncEntryLoad, DncEntryLoadOptions } from '@leadstream/contracts';
import type { Uuid } from '@leadstream/kernel';
import type { SystemTx, Tx } from '@leadstream/persistence';
import { type EntryOutcome, NO_ROW_READ, type WaitingEntryLoad } from './waiting-entry-load.js';
import { progressOf } from '../loads/progress.rules.js';

const create = {
  name: 'dnc_entry_load_create',
  text: `INSERT INTO dnc_entry_load (tenant_id, id, options, state, content, rows_total, rows_done, attempts, created_at)
         VALUES ($1, $2, $3, 'pending', $4, 0, 0, 0, $5)`,
};

const find = {
  name: 'dnc_entry_load_find',
  text: `SELECT id, options, state, rows_total AS total, rows_done AS done, outcome, refusal, created_at AS "createdAt", started_at AS "startedAt",
                ended_at AS "endedAt"
           FROM dnc_entry_load WHERE tenant_id = $1 AND id = $2`,
};

/** In the order in which they came. */
const begin = {
  name: 'dnc_entry_load_begin',
  text: `UPDATE dnc_entry_load SET attempts = attempts + 1, rows_done = 0, started_at = $2
          WHERE tenant_id = $1
            AND id = (SELECT id FROM dnc_entry_load WHERE tenant_id = $1 AND state = 'pending' ORDER BY created_at, id LIMIT 1 FOR UPDATE)
         RETURNING id, options, content, attempts`,
};

const progress = {
  name: 'dnc_entry_load_progress',
  text: 'UPDATE dnc_entry_load SET rows_done = $3, rows_total = $4 WHERE tenant_id = $1 AND id = $2',
};

const end = {
  name: 'dnc_entry_load_end',
  text: `UPDATE dnc_entry_load SET state = CASE WHEN $4::text IS NULL THEN 'completed' ELSE 'refused' END, outcome = $3, refusal = $4,
                rows_done = rows_total, content = NULL, options = options - 'evidence', ended_at = greatest($5, created_at)
          WHERE tenant_id = $1 AND id = $2 AND state = 'pending'`,
};

interface Row {
  readonly id: string;
  readonly options: DncEntryLoadOptions;
  readonly state: DncEntryLoad['status'];
  readonly total: number;
  readonly done: number;
  readonly outcome: EntryOutcome | null;
  readonly refusal: string | null;
  readonly createdAt: Date;
  readonly startedAt: Date | null;
  readonly endedAt: Date | null;
}

/** Files of addresses and domains on their way onto the list. */
@Injectable()
export class EntryLoadRepository {
  async create(tx: Tx, tenantId: Uuid, id: Uuid, options: DncEntryLoadOptions, content: Buffer, createdAt: Date): Promise<void> {
    const { evidence, ...rest } = options;
    const stored = { ...rest, ...(evidence && { evidence }) };
    await tx.execute(create, [tenantId, id, JSON.stringify(stored), content, createdAt]);
  }

  async find(tx: Tx, tenantId: Uuid, id: string, now: Date): Promise<DncEntryLoad | undefined> {
    const row = await tx.queryOne<Row>(find, [tenantId, id]);
    return row && toLoad(row, now);
  }

  /** Tenants with files that wait, whoever they are. */
  async findTenantsWithOpen(tx: SystemTx, limit: number): Promise<Uuid[]> {
    const rows = await tx.query<{ tenantId: Uuid }>('SELECT tenants_with_dnc_entry_loads($1) AS "tenantId"', [limit]);
    return rows.map(({ tenantId }) => tenantId);
  }

  /** Takes the next file that waits. */
  updateToBegun(tx: Tx, tenantId: Uuid, startedAt: Date): Promise<WaitingEntryLoad | undefined> {
    return tx.queryOne<WaitingEntryLoad>(begin, [tenantId, startedAt]);
  }

  async updateProgress(tx: Tx, tenantId: Uuid, id: string, done: number, total: number): Promise<void> {
    await tx.execute(progress, [tenantId, id, done, total]);
  }

  /** @param refusal code of an error; null when its rows are entries now */
  async updateToEnded(tx: Tx, tenantId: Uuid, id: string, outcome: EntryOutcome, refusal: string | null, endedAt: Date): Promise<void> {
    const ended = await tx.execute(end, [tenantId, id, JSON.stringify(outcome), refusal, endedAt]);
    if (ended === 0) throw new Error(`load ${id} has ended before`);
  }
}

function toLoad({ id, options, state, outcome, refusal, createdAt, endedAt, ...rows }: Row, now: Date): DncEntryLoad {
  const { problems, ...counts } = outcome ?? NO_ROW_READ;
  const { channels, reason, source } = options;
  return {
    id,
    status: state,
    progress: progressOf({ ...rows, endedAt }, now),
    counts,
    problems: [...problems],
    refusal,
    channels,
    reason,
    source,
    createdAt: createdAt.toISOString(),
    endedAt: endedAt?.toISOString() ?? null,
  };
}
