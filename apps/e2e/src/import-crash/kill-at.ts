import { eventually } from '@leadstream/testing';
import type { Pool } from 'pg';
import type { Random } from '../../faults/random.js';
import type { System } from '../system.js';
import type { ImportGate } from './import-gate.js';

/** The share of the rows within which an import is killed. */
const LATEST_MOMENT01 = 0.7;

/** Amounts of rows after which to kill an import, ascending. */
export function momentsOf(random: Random, count: number, totalRows: number): number[] {
  const latest = Math.floor(totalRows * LATEST_MOMENT01);
  return Array.from({ length: count }, () => random.whole(1, latest)).sort((one, other) => one - other);
}

/**
 * Kills the lead service with -9 each time that the import has brought in so many rows, and starts it again each time.
 * @param gate which the import cannot pass until the last kill; closed before the import begins
 * @returns rows that were in right after each kill
 */
export async function killAt(
  { apps }: Pick<System, 'apps'>,
  admin: Pool,
  importId: string,
  moments: readonly number[],
  gate: ImportGate,
): Promise<number[]> {
  const rowsAtKills: number[] = [];
  let starting: Promise<unknown> = Promise.resolve();
  for (const moment of moments) {
    await eventually(
      async () => {
        const rows = await rowsDone(admin, importId);
        if (rows < moment) throw new Error(`${rows} of ${moment} rows are in`);
      },
      { withinMs: 180_000, everyMs: 1 },
    );
    apps.kill('lead', 'SIGKILL');
    // A start that is cut short by the kill fails; it is the next one that counts.
    await starting.catch(() => undefined);
    await gate.flush();
    rowsAtKills.push(await rowsDone(admin, importId));
    starting = apps.restart('lead');
    starting.catch(() => undefined);
  }
  await gate.open();
  await starting;
  return rowsAtKills;
}

async function rowsDone(admin: Pool, importId: string): Promise<number> {
  const { rows } = await admin.query<{ rows: number }>('SELECT rows_done AS rows FROM lead.import WHERE import_id = $1', [importId]);
  return rows[0]?.rows ?? 0;
}
