import { Injectable } from '@nestjs/common';
import type { DncLoad } from '@leadstream/contracts';
import type { Uuid } from '@leadstream/kernel';
import type { Tx } from '@leadstream/persistence';
import { listProgress } from '../load.rules.js';
import { type LoadOutcome, NOTHING_READ } from '../waiting-load.js';

const find = {
  name: 'dnc_load_find',
  text: `SELECT id, source, mode, listed_at, state, total_bytes, done_bytes, outcome, refusal, version, size, created_at, started_at, ended_at
           FROM dnc_load WHERE tenant_id = $1 AND id = $2 AND state <> 'uploading'`,
};

interface LoadRow {
  id: string;
  source: string;
  mode: DncLoad['mode'];
  listed_at: Date;
  state: DncLoad['status'];
  total_bytes: string;
  done_bytes: string;
  outcome: LoadOutcome | null;
  refusal: string | null;
  version: string | null;
  size: string | null;
  created_at: Date;
  started_at: Date | null;
  ended_at: Date | null;
}

/** How far loads are. */
@Injectable()
export class LoadReadModel {
  /** Whole uploads only. */
  async find(tx: Tx, tenantId: Uuid, id: Uuid, now: Date): Promise<DncLoad | undefined> {
    const row = await tx.queryOne<LoadRow>(find, [tenantId, id]);
    return row && toDncLoad(row, now);
  }
}

function toDncLoad(row: LoadRow, now: Date): DncLoad {
  const { problems, ...counts } = row.outcome ?? NOTHING_READ;
  const bytes = { done: Number(row.done_bytes), total: Number(row.total_bytes) };
  return {
    id: row.id,
    source: row.source,
    mode: row.mode,
    listedAt: row.listed_at.toISOString(),
    status: row.state,
    progress: listProgress({ ...bytes, startedAt: row.started_at, endedAt: row.ended_at }, now),
    counts,
    problems: [...problems],
    refusal: row.refusal,
    version: row.version === null ? null : Number(row.version),
    size: row.size === null ? null : Number(row.size),
    createdAt: row.created_at.toISOString(),
    endedAt: row.ended_at?.toISOString() ?? null,
  };
}
