import { createHash } from 'node:crypto';
import type pg from 'pg';

/**
 * Everything that migrations make in a schema, one line each. Left out: partitions, which services make as time goes by, the
 * ledger, and what belongs to extensions.
 */
const CATALOGUE = `
WITH slice AS (SELECT oid FROM pg_namespace WHERE nspname = $1),
relations AS (
  SELECT c.* FROM pg_class c, slice
  WHERE c.relnamespace = slice.oid AND NOT c.relispartition AND c.relname <> 'schema_migration'
),
tables AS (SELECT * FROM relations WHERE relkind IN ('r', 'p', 'v', 'm'))
SELECT format('relation %s: %s rls=%s forced=%s options=%s grants=%s', relname, relkind, relrowsecurity, relforcerowsecurity,
              reloptions, (SELECT array_agg(g::text ORDER BY g::text) FROM unnest(relacl) g)) AS line
  FROM relations WHERE relkind NOT IN ('i', 'I')
UNION ALL
SELECT format('column %s.%s: %s %s default=%s identity=%s generated=%s grants=%s', t.relname, a.attname, format_type(a.atttypid, a.atttypmod),
              CASE WHEN a.attnotnull THEN 'not null' ELSE 'null' END, pg_get_expr(d.adbin, d.adrelid), a.attidentity, a.attgenerated, a.attacl)
  FROM tables t JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum > 0 AND NOT a.attisdropped
  LEFT JOIN pg_attrdef d ON d.adrelid = t.oid AND d.adnum = a.attnum
UNION ALL
SELECT format('constraint %s.%s: %s', t.relname, k.conname, pg_get_constraintdef(k.oid))
  FROM tables t JOIN pg_constraint k ON k.conrelid = t.oid AND k.conparentid = 0
  -- A foreign key to a partitioned table has one row more for each partition.
  WHERE NOT EXISTS (SELECT FROM pg_class f WHERE f.oid = k.confrelid AND f.relispartition)
UNION ALL
SELECT format('index %s.%s: %s', t.relname, i.indexrelid::regclass, pg_get_indexdef(i.indexrelid))
  FROM tables t JOIN pg_index i ON i.indrelid = t.oid
UNION ALL
SELECT format('policy %s.%s: %s %s to %s using %s check %s', t.relname, p.polname, p.polcmd, p.polpermissive,
              (SELECT array_agg(coalesce(r.rolname, 'public') ORDER BY 1) FROM unnest(p.polroles) o LEFT JOIN pg_roles r ON r.oid = o),
              pg_get_expr(p.polqual, p.polrelid), pg_get_expr(p.polwithcheck, p.polrelid))
  FROM tables t JOIN pg_policy p ON p.polrelid = t.oid
UNION ALL
SELECT format('trigger %s.%s: %s', t.relname, g.tgname, pg_get_triggerdef(g.oid))
  FROM tables t JOIN pg_trigger g ON g.tgrelid = t.oid AND NOT g.tgisinternal
UNION ALL
SELECT format('view %s: %s', relname, pg_get_viewdef(oid)) FROM tables WHERE relkind IN ('v', 'm')
UNION ALL
SELECT format('function %s: %s grants=%s', f.oid::regprocedure, md5(pg_get_functiondef(f.oid)), f.proacl)
  FROM pg_proc f, slice WHERE f.pronamespace = slice.oid AND f.prokind IN ('f', 'p')
   AND NOT EXISTS (SELECT FROM pg_depend e WHERE e.objid = f.oid AND e.classid = 'pg_proc'::regclass AND e.deptype = 'e')
UNION ALL
SELECT format('type %s: %s', y.typname, (SELECT array_agg(e.enumlabel ORDER BY e.enumsortorder) FROM pg_enum e WHERE e.enumtypid = y.oid))
  FROM pg_type y, slice WHERE y.typnamespace = slice.oid AND y.typtype IN ('e', 'd')
ORDER BY 1`;

/** What a schema holds, as sorted lines that read like `column lead.email: text null ...`. */
export async function describeSchema(client: pg.ClientBase, schema: string): Promise<string[]> {
  const { rows } = await client.query<{ line: string }>(CATALOGUE, [schema]);
  return rows.map((row) => row.line);
}

/** SHA-256 (hex) of a description. */
export function fingerprintOf(lines: readonly string[]): string {
  return createHash('sha256').update(lines.join('\n')).digest('hex');
}
