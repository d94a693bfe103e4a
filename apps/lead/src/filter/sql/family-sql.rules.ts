import type { FieldValue } from '../../custom-fields/custom-field.js';
import type { Binds } from './binds.js';

/** SQL of the tenant, as row-level security has it. */
export const TENANT = `nullif(current_setting('app.tenant_id', true), '')::uuid`;

/**
 * SQL of an array of texts: the leads, what they went into, and all that went into those. A value stays as it was stated; to ask for any lead of
 * a family is to ask for all of them. It depends on no row, so that it is made once a statement.
 * @param leadIds operands of a condition on a reference
 */
export function familySql(leadIds: readonly FieldValue[], binds: Binds): string {
  return `ARRAY (
    WITH RECURSIVE up AS (
      SELECT asked AS lead_id FROM unnest(${binds.add(leadIds, 'uuid[]')}) AS asked
      UNION
      SELECT step.merged_into FROM up CROSS JOIN LATERAL (
        SELECT l.merged_into FROM lead AS l WHERE l.tenant_id = ${TENANT} AND l.lead_id = up.lead_id OFFSET 0) AS step WHERE step.merged_into IS NOT NULL),
    family AS (
      SELECT lead_id FROM up
      UNION
      SELECT l.lead_id FROM family AS f JOIN lead AS l ON l.tenant_id = ${TENANT} AND l.merged_into = f.lead_id)
    SELECT lead_id::text FROM family)`;
}

/** SQL of the text of a value: the lead that it means, at the end of its merges; of an id of nobody that id. */
export function meantSql(value: string): string {
  return `coalesce((
    WITH RECURSIVE way AS (
      SELECT (${value})::uuid AS lead_id
      UNION
      SELECT step.merged_into FROM way CROSS JOIN LATERAL (
        SELECT l.merged_into FROM lead AS l WHERE l.tenant_id = ${TENANT} AND l.lead_id = way.lead_id OFFSET 0) AS step WHERE step.merged_into IS NOT NULL)
    SELECT way.lead_id::text FROM way JOIN lead AS l ON l.tenant_id = ${TENANT} AND l.lead_id = way.lead_id WHERE l.merged_into IS NULL), ${value})`;
}
