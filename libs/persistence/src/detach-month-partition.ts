import pg from 'pg';

export interface DetachOptions {
  /** Connection string of the slice's owner: only who owns a table may take it apart. */
  readonly ownerUrl: string;
  /** Partitioned table of the slice, without schema. */
  readonly table: string;
  /** `YYYY-MM`, UTC. */
  readonly month: string;
}

/** A month before the last can get no more rows, however late an event is stored. */
const OLDEST_OPEN_MONTHS = 1;

const STATE = `
  SELECT c.relname AS partition, i.inhdetachpending AS pending
    FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
   WHERE i.inhparent = to_regclass($1) AND c.relname = $2`;

/**
 * Takes the partition of a past month out of its table while the table is read and written, and leaves it as a table of its own
 * that shows nothing to the service, for archiving or dropping. Waits for the transactions that use the table; an attempt that was
 * interrupted is finished. Runs outside of a transaction, since `DETACH ... CONCURRENTLY` commits in between.
 * @returns name of the detached table; undefined when the month has no partition (any more)
 * @throws RangeError for the present month, the one before, and those ahead: they are being written to
 */
export async function detachMonthPartition({ ownerUrl, table, month }: DetachOptions): Promise<string | undefined> {
  const closedAt = closedMonth(month);
  const client = new pg.Client({ connectionString: ownerUrl, application_name: 'detach-partition' });
  await client.connect();
  try {
    const parent = pg.escapeIdentifier(table);
    const name = `${table}_y${closedAt.year}m${closedAt.month}`;
    const { rows } = await client.query<{ partition: string; pending: boolean }>(STATE, [parent, name]);
    const [found] = rows;
    if (!found) return undefined;
    await client.query('SET statement_timeout = 0');
    const how = found.pending ? 'FINALIZE' : 'CONCURRENTLY';
    await client.query(`ALTER TABLE ${parent} DETACH PARTITION ${pg.escapeIdentifier(name)} ${how}`);
    return name;
  } finally {
    await client.end();
  }
}

function closedMonth(text: string): { readonly year: string; readonly month: string } {
  const [, year = '', month = ''] = /^(\d{4})-(0[1-9]|1[0-2])$/.exec(text) ?? [];
  const now = new Date();
  const open = new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() - OLDEST_OPEN_MONTHS, 1));
  if (!year || new Date(`${year}-${month}-01T00:00:00Z`) >= open) throw new RangeError(`not a past month that is closed: ${text}`);
  return { year, month };
}
