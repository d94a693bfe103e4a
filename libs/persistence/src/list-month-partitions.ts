import pg from 'pg';

/** A month of a table that is partitioned by months. */
export interface MonthPartition {
  readonly table: string;
  /** `YYYY-MM`, UTC. */
  readonly month: string;
  /** As Postgres last estimated them; -1 when it never did. */
  readonly rows: number;
  /** With indexes. */
  readonly bytes: number;
  /** A detachment was begun and not finished. */
  readonly isDetaching: boolean;
}

const PARTITIONS = `
  SELECT parent.relname AS "table", replace(right(part.relname, 7), 'm', '-') AS month, part.reltuples::float8 AS rows,
         pg_total_relation_size(part.oid)::float8 AS bytes, i.inhdetachpending AS "isDetaching"
    FROM pg_inherits i
         JOIN pg_class part ON part.oid = i.inhrelid
         JOIN pg_class parent ON parent.oid = i.inhparent
   WHERE parent.relnamespace = current_schema()::regnamespace AND part.relname ~ '_y[0-9]{4}m[0-9]{2}$' AND part.relkind = 'r'
   ORDER BY parent.relname, part.relname`;

/** @param ownerUrl connection string of a slice's owner; its months, by table and time */
export async function listMonthPartitions(ownerUrl: string): Promise<MonthPartition[]> {
  const client = new pg.Client({ connectionString: ownerUrl, application_name: 'list-partitions' });
  await client.connect();
  try {
    return (await client.query<MonthPartition>(PARTITIONS)).rows;
  } finally {
    await client.end();
  }
}
