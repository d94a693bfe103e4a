import pg from 'pg';
import { connectionUrl } from './migrations/connection-url.js';
import { SCHEMAS } from './migrations/slices.js';

/** A table or view that could show one tenant's rows to another, and why. */
export interface UnprotectedTable {
  /** `schema.table` */
  readonly table: string;
  readonly problems: readonly (
    | 'rls_off'
    | 'rls_not_forced'
    | 'no_tenant_policy'
    | 'open_policy'
    | 'key_without_tenant'
    /** A unique index or foreign key that looks across tenants: a refusal by it tells that the value exists elsewhere. */
    | 'reach_beyond_tenant'
    | 'view_as_owner'
  )[];
}

/**
 * Tables of every slice that hold no tenant's rows: the ledger of migrations, positions in topics whose partitions hold records
 * of many, and jobs that are the slice's. Whatever else has none is named by the caller, with its reason.
 */
export const EXEMPT_TABLES = ['schema_migration', 'consumer_progress', 'timed_job', 'timed_job_run'] as const;

/**
 * Unique indexes that do look across tenants, `schema.index`. What they hold is a secret of 256 random bits, an id that the
 * service itself makes, 128 random bits that it makes, or a name that only the operator gives; so no tenant can ask by them.
 */
export const GLOBAL_KEYS = [
  'gateway.api_key_digest_key',
  'email_events.webhook_endpoint_id',
  'lead.lead_form_key_idx',
  'gateway.tenant_name_key',
] as const;

const TENANT_POLICY = `(tenant_id = (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid)`;

const AUDIT = `
SELECT n.nspname || '.' || c.relname AS table, array_remove(ARRAY[
  CASE WHEN c.relkind IN ('r', 'p') AND NOT c.relrowsecurity THEN 'rls_off' END,
  CASE WHEN c.relkind IN ('r', 'p') AND NOT c.relforcerowsecurity THEN 'rls_not_forced' END,
  -- A partition needs no policy: without one it shows nothing to whoever names it directly.
  CASE WHEN c.relkind IN ('r', 'p') AND NOT c.relispartition AND NOT EXISTS (
    SELECT FROM pg_policy p WHERE p.polrelid = c.oid AND p.polcmd = '*' AND p.polroles = '{0}'
       AND pg_get_expr(p.polqual, p.polrelid) = $3 AND pg_get_expr(p.polwithcheck, p.polrelid) = $3
  ) THEN 'no_tenant_policy' END,
  -- Policies add up: a further one that reaches the service opens the table again.
  CASE WHEN EXISTS (
    SELECT FROM pg_policy p WHERE p.polrelid = c.oid AND p.polpermissive
       AND (coalesce(pg_get_expr(p.polqual, p.polrelid), $3) <> $3 OR coalesce(pg_get_expr(p.polwithcheck, p.polrelid), $3) <> $3)
       AND (0 = ANY (p.polroles) OR EXISTS (
         SELECT FROM unnest(p.polroles) AS role WHERE pg_has_role((n.nspname || '_service')::name, role, 'MEMBER')))
  ) THEN 'open_policy' END,
  CASE WHEN c.relkind IN ('r', 'p') AND NOT EXISTS (
    SELECT FROM pg_index i JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = i.indkey[0]
    WHERE i.indrelid = c.oid AND i.indisprimary AND a.attname = 'tenant_id'
  ) THEN 'key_without_tenant' END,
  CASE WHEN c.relkind IN ('r', 'p') AND NOT c.relispartition AND (EXISTS (
    SELECT FROM pg_index i JOIN pg_class x ON x.oid = i.indexrelid JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'tenant_id'
    WHERE i.indrelid = c.oid AND i.indisunique AND NOT i.indisprimary AND i.indkey[0] <> a.attnum AND NOT n.nspname || '.' || x.relname = ANY ($4)
  ) OR EXISTS (
    SELECT FROM pg_constraint k JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'tenant_id'
    WHERE k.conrelid = c.oid AND k.contype = 'f' AND k.conkey[1] <> a.attnum
  )) THEN 'reach_beyond_tenant' END,
  CASE WHEN c.relkind = 'm' OR (c.relkind = 'v' AND NOT coalesce(c.reloptions @> '{security_invoker=true}', false)) THEN 'view_as_owner' END
], NULL) AS problems
FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE n.nspname = ANY ($1) AND c.relkind IN ('r', 'p', 'v', 'm')
  AND NOT c.relname = ANY ($2) AND NOT n.nspname || '.' || c.relname = ANY ($2)
ORDER BY 1`;

/**
 * Looks at every table, partition and view of the slices.
 * @param adminUrl superuser, any database of the server
 * @param exempt further tables without tenant: `table` in every slice, or `schema.table`
 * @returns what is not protected; empty = nothing
 */
export async function findUnprotectedTables(
  adminUrl: string,
  database: string,
  exempt: readonly string[] = [],
): Promise<UnprotectedTable[]> {
  const client = new pg.Client({ connectionString: connectionUrl(adminUrl, database) });
  await client.connect();
  try {
    const { rows } = await client.query<UnprotectedTable>(AUDIT, [SCHEMAS, [...EXEMPT_TABLES, ...exempt], TENANT_POLICY, GLOBAL_KEYS]);
    return rows.filter(({ problems }) => problems.length > 0);
  } finally {
    await client.end();
  }
}
