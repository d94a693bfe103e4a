/**
 * A recursive common table `way` of `kind`, `value`, `lead_id`: the leads that identities name, and all that those went into. Each step is one
 * look at the primary key (`OFFSET 0` keeps it from being joined otherwise), and UNION ends it whatever the pointers say.
 * @param tenant expression for the tenant's id
 * @param identities query for `kind`, `value`, `lead_id` of identities
 */
export function wayOfIdentities(tenant: string, identities: string): string {
  return `way AS (
           ${identities}
           UNION
           SELECT way.kind, way.value, step.merged_into FROM way CROSS JOIN LATERAL (
             SELECT l.merged_into FROM lead l WHERE l.tenant_id = ${tenant} AND l.lead_id = way.lead_id OFFSET 0) AS step
            WHERE step.merged_into IS NOT NULL)`;
}
