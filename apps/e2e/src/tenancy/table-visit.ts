import type { Slice, TestDatabase } from '@leadstream/testing';
import pg from 'pg';

/** What one table gave away. */
export interface TableVisit {
  /** `schema.table`; partitions are tables of their own. */
  readonly table: string;
  /** Rows that the owner has there, as a superuser counts them. */
  readonly ownerRows: number;
  /** What somebody else could do with them. */
  readonly leaks: readonly string[];
}

interface TenantTable {
  readonly schema: Slice;
  readonly name: string;
  readonly isPartition: boolean;
  /** Those that a row can be given: not those that the database makes of others. */
  readonly columns: readonly string[];
}

const TENANT_TABLES = `
SELECT n.nspname AS schema, c.relname AS name, c.relispartition AS "isPartition",
  ARRAY(SELECT a.attname::text FROM pg_attribute a
        WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = '' ORDER BY a.attnum) AS columns
FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE c.relkind IN ('r', 'p') AND n.nspname = ANY ($1)
  AND EXISTS (SELECT FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attname = 'tenant_id')
ORDER BY 1, 2`;

const SERVICES: readonly Slice[] = ['analytics', 'compliance', 'email_events', 'engagement', 'gateway', 'lead'];
const SLICES: readonly Slice[] = [...SERVICES, 'vault'];
/** The service may not do this at all. */
const DENIED = '42501';

/** Who asks: another tenant, nobody, and one who tries his luck with the setting. */
const claims = (stranger: string): Readonly<Record<string, string | undefined>> => ({
  stranger,
  nobody: undefined,
  'an empty tenant': '',
});

/** Goes through every tenant table of every slice, as its service would, on behalf of whoever does not own the rows. */
export async function visitTables(database: TestDatabase, owner: string, stranger: string): Promise<TableVisit[]> {
  const admin = new pg.Client({ connectionString: database.adminUrl });
  await admin.connect();
  try {
    const { rows: tables } = await admin.query<TenantTable>(TENANT_TABLES, [SLICES]);
    const visits: TableVisit[] = [];
    await admin.query(SERVICES.map((schema) => holdLastEvent(schema, owner)).join(';'));
    await holdBacklog(admin, owner);
    for (const table of tables) visits.push(await visit(database, admin, table, owner, stranger));
    return visits.filter(({ table, ownerRows }) => ownerRows > 0 || !isEmptyPartition(tables, table));
  } finally {
    await admin.query(SERVICES.map((schema) => `DELETE FROM ${schema}.outbox_waiting WHERE parked_at IS NOT NULL`).join(';'));
    await admin.end();
  }
}

/** What waits in an outbox is gone within milliseconds; the owner's last event is parked there for the visit. */
const holdLastEvent = (schema: Slice, owner: string): string =>
  `INSERT INTO ${schema}.outbox_waiting (tenant_id, id, parked_at)
   SELECT tenant_id, id, now() FROM ${schema}.outbox WHERE tenant_id = ${pg.escapeLiteral(owner)} ORDER BY id DESC LIMIT 1
   ON CONFLICT (tenant_id, id) DO UPDATE SET parked_at = now()`;

/** Notes of leads whose keys are behind are taken off at once; while this session has the lock of whoever makes keys, one stays. */
async function holdBacklog(admin: pg.Client, owner: string): Promise<void> {
  await admin.query(`SELECT pg_advisory_lock(hashtextextended('duplicates:' || $1::text, 0))`, [owner]);
  await admin.query(
    `INSERT INTO lead.duplicate_backlog (tenant_id, lead_id, version)
     SELECT tenant_id, lead_id, version FROM lead.lead WHERE tenant_id = $1 LIMIT 1 ON CONFLICT DO NOTHING`,
    [owner],
  );
}

function isEmptyPartition(tables: readonly TenantTable[], table: string): boolean {
  return tables.some(({ schema, name, isPartition }) => isPartition && `${schema}.${name}` === table);
}

async function visit(database: TestDatabase, admin: pg.Client, table: TenantTable, owner: string, stranger: string): Promise<TableVisit> {
  const name = `${pg.escapeIdentifier(table.schema)}.${pg.escapeIdentifier(table.name)}`;
  const { rows } = await admin.query<{ row: string }>(`SELECT to_json(t)::text AS row FROM ${name} t WHERE tenant_id = $1`, [owner]);
  const leaks: string[] = [];
  for (const [who, tenant] of Object.entries(claims(stranger))) {
    const service = new pg.Client({ connectionString: database.serviceUrl(table.schema) });
    await service.connect();
    if (tenant !== undefined) await service.query(`SELECT set_config('app.tenant_id', $1, false)`, [tenant]);
    leaks.push(...(await tries(service, name, owner, { columns: table.columns, row: rows[0]?.row })).map((leak) => `${who} ${leak}`));
    await service.end();
  }
  return { table: `${table.schema}.${table.name}`, ownerRows: rows.length, leaks };
}

interface Example {
  readonly columns: readonly string[];
  /** One row of the owner, as JSON. */
  readonly row: string | undefined;
}

async function tries(service: pg.Client, name: string, owner: string, { columns, row }: Example): Promise<string[]> {
  const list = columns.map((column) => pg.escapeIdentifier(column)).join(', ');
  const attempts: readonly (readonly [what: string, sql: string, values: readonly unknown[]])[] = [
    ['reads', `SELECT FROM ${name} WHERE tenant_id = $1`, [owner]],
    ['counts', `SELECT 1 FROM (SELECT count(*) AS n FROM ${name} WHERE tenant_id = $1) c WHERE n > 0`, [owner]],
    ['changes', `UPDATE ${name} SET tenant_id = tenant_id WHERE tenant_id = $1`, [owner]],
    ['takes over', `UPDATE ${name} SET tenant_id = current_setting('app.tenant_id')::uuid WHERE tenant_id = $1`, [owner]],
    ['deletes', `DELETE FROM ${name} WHERE tenant_id = $1`, [owner]],
    ...(row === undefined
      ? []
      : ([
          [
            'plants or learns of a duplicate',
            `INSERT INTO ${name} (${list}) OVERRIDING SYSTEM VALUE SELECT ${list} FROM json_populate_record(null::${name}, $1::json)`,
            [row],
          ],
        ] as const)),
  ];
  const leaks: string[] = [];
  for (const [what, sql, values] of attempts) {
    await service.query('BEGIN');
    try {
      const { rowCount } = await service.query(sql, [...values]);
      if ((rowCount ?? 0) > 0) leaks.push(what);
    } catch (error) {
      const { code } = error as { code?: string };
      // An empty tenant is no UUID that a row could be given to.
      if (code !== DENIED && code !== '22P02') leaks.push(`${what} (${code})`);
    }
    await service.query('ROLLBACK');
  }
  return leaks;
}

const DEFINERS = `
SELECT n.nspname AS schema, p.proname AS name
FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
WHERE p.prosecdef AND n.nspname NOT IN ('pg_catalog', 'information_schema') ORDER BY 2, 1`;

/** Functions that run with their owner's rights: each may step over what binds its caller. */
export async function definerFunctions(adminUrl: string): Promise<string[]> {
  const admin = new pg.Client({ connectionString: adminUrl });
  await admin.connect();
  try {
    const { rows } = await admin.query<{ schema: string; name: string }>(DEFINERS);
    const byName = Map.groupBy(rows, ({ name }) => name);
    const named = [...byName].flatMap(([name, same]) => {
      const ofServices = same.filter(({ schema }) => schema !== 'vault');
      const alone = ofServices.length === SERVICES.length ? same.filter(({ schema }) => schema === 'vault') : same;
      return [...(alone === same ? [] : [`every slice: ${name}`]), ...alone.map(({ schema }) => `${schema}.${name}`)];
    });
    return named.sort();
  } finally {
    await admin.end();
  }
}
