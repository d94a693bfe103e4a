/** @param now parameter that holds the present instant, for example `$2` */
export const inForce = (now: string): string => `holds_from <= ${now}::timestamptz AND ${notOver(now)}`;

/** In force, or to come. @param now as in {@link inForce} */
export const notOver = (now: string): string => `released_at IS NULL AND (holds_until IS NULL OR holds_until > ${now}::timestamptz)`;

/**
 * The leads of tenant `$1` that a hold is on, with all that they are merged with, either way, as the slice knows it. To stand behind
 * `WITH RECURSIVE`. UNION, not UNION ALL: it ends also while pointers contradict each other.
 * @param which condition over `legal_hold`: {@link inForce} or {@link notOver}
 */
export const heldLeads = (which: string): string => `held AS (
    SELECT lead_id FROM legal_hold WHERE tenant_id = $1 AND lead_id IS NOT NULL AND ${which}
     UNION
    SELECT next.lead_id
      FROM held h CROSS JOIN LATERAL (
           SELECT up.merged_into AS lead_id FROM known_lead up
            WHERE up.tenant_id = $1 AND up.lead_id = h.lead_id AND up.merged_into IS NOT NULL
            UNION ALL
           SELECT down.lead_id FROM known_lead down WHERE down.tenant_id = $1 AND down.merged_into = h.lead_id) AS next)`;
