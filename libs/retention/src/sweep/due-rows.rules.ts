import { heldLeads, inForce } from '../holds/held-leads.js';
import type { RetainedTable } from '../retained-table.js';

/** `$1` tenant, `$2` instant before which rows are due, `$3` now; further ones by the statement. */
const condition = ({ instant, mayGo = 'true', isHeld }: RetainedTable): string =>
  `t.tenant_id = $1 AND t.${instant} < $2 AND (${mayGo}) AND NOT (${isHeld})`;

/** Removes `$4` due rows at most, or marks them to be removed, none that a hold on a lead keeps. */
export function removalOf(retained: RetainedTable): string {
  const { table, key, marks } = retained;
  const same = key.map((column) => `t.${column} = d.${column}`).join(' AND ');
  return `WITH RECURSIVE ${heldLeads(inForce('$3'))},
    due AS (SELECT ${key.map((column) => `t.${column}`).join(', ')} FROM ${table} t WHERE ${condition(retained)} LIMIT $4)
    ${marks === undefined ? `DELETE FROM ${table} t USING due d` : `UPDATE ${table} t SET ${marks} FROM due d`} WHERE t.tenant_id = $1 AND ${same}`;
}

/** `$4` due rows at most, the oldest first: each as JSON, with its person and when it was recorded. */
export function wholeOf(retained: RetainedTable): string {
  const { table, instant, person } = retained;
  return `WITH RECURSIVE ${heldLeads(inForce('$3'))}
    SELECT row_to_json(t)::text AS "row", (${person}) AS person, t.${instant} AS "recordedAt"
      FROM ${table} t WHERE ${condition(retained)} ORDER BY t.${instant} LIMIT $4`;
}

/** Removes rows that are as they were read (`$2`, JSON each) and that no hold keeps. `$3` now. */
export function wholeRemovalOf({ table, key, isHeld }: RetainedTable): string {
  const same = key.map((column) => `t.${column} = k.${column}`).join(' AND ');
  return `WITH RECURSIVE ${heldLeads(inForce('$3'))}
    DELETE FROM ${table} t USING unnest($2::text[]) AS d (whole) CROSS JOIN LATERAL json_populate_record(null::${table}, d.whole::json) AS k
     WHERE t.tenant_id = $1 AND ${same} AND row_to_json(t)::text = d.whole AND NOT (${isHeld})`;
}

/**
 * Rows of the month from `$2` to before `$3` in the order of their keys, as {@link wholeOf} has them: `$5` at most, after the first `$4`. Keys alone are
 * skipped, by their index.
 */
export function monthOf({ table, instant, person, key }: RetainedTable): string {
  const columns = key.map((column) => `k.${column}`).join(', ');
  return `SELECT row_to_json(t)::text AS "row", (${person}) AS person, t.${instant} AS "recordedAt"
            FROM (SELECT k.tenant_id, ${columns} FROM ${table} k
                   WHERE k.tenant_id = $1 AND k.${instant} >= $2 AND k.${instant} < $3 ORDER BY ${columns} OFFSET $4 LIMIT $5) AS page
            JOIN ${table} t ON t.tenant_id = page.tenant_id AND ${key.map((column) => `t.${column} = page.${column}`).join(' AND ')}
           WHERE t.${instant} >= $2 AND t.${instant} < $3
           ORDER BY ${key.map((column) => `page.${column}`).join(', ')}`;
}

/** How many rows the month from `$2` to before `$3` has. */
export function monthCountOf({ table, instant }: RetainedTable): string {
  return `SELECT count(*)::int AS rows FROM ${table} t WHERE t.tenant_id = $1 AND t.${instant} >= $2 AND t.${instant} < $3`;
}

const old = ({ table, instant, mayGo = 'true', isHeld }: RetainedTable): string =>
  `SELECT t.${instant} AS recorded_at, (${isHeld}) AS is_held FROM ${table} t WHERE t.tenant_id = $1 AND t.${instant} < $2 AND (${mayGo})`;

/** Of `$4` rows at most that are old enough: how many may go, how many a hold on a lead keeps, and when the oldest that may go was recorded. */
export function countOf(retained: RetainedTable): string {
  return `WITH RECURSIVE ${heldLeads(inForce('$3'))}, old AS (${old(retained)} LIMIT $4)
    SELECT count(*) FILTER (WHERE NOT is_held)::int AS due, count(*) FILTER (WHERE is_held)::int AS held,
           min(recorded_at) FILTER (WHERE NOT is_held) AS "oldestAt"
      FROM old`;
}

/** When the oldest row was recorded that may go. */
export function oldestOf(retained: RetainedTable): string {
  return `WITH RECURSIVE ${heldLeads(inForce('$3'))} SELECT min(recorded_at) AS "oldestAt" FROM (${old(retained)}) AS old WHERE NOT is_held`;
}
