import type pg from 'pg';
import type { Finding } from './finding.ts';

/** Leads that a projection knows otherwise than the lead slice: absent, unheard of, or deleted on one side only. */
const KNOWN_LEADS = (table: string, deleted: string): string => `
  SELECT coalesce(own.lead_id, known.lead_id)::text AS what,
         CASE WHEN known.lead_id IS NULL THEN 'lost' WHEN own.lead_id IS NULL THEN 'doubled' ELSE 'differs' END AS wrong
  FROM (SELECT lead_id, deleted_at IS NOT NULL AS deleted FROM lead.lead WHERE tenant_id = $1) own
  FULL JOIN (SELECT lead_id, ${deleted} AS deleted FROM ${table} WHERE tenant_id = $1) known USING (lead_id)
  WHERE own.deleted IS DISTINCT FROM known.deleted`;

/** The lifecycle rows know the last version that any event carried. */
const LIFECYCLE = `
  SELECT own.lead_id::text AS what, CASE WHEN cycle.sequence > own.version THEN 'doubled' ELSE 'lost' END AS wrong
  FROM lead.lead own LEFT JOIN analytics.lead_lifecycle cycle USING (tenant_id, lead_id)
  WHERE own.tenant_id = $1 AND cycle.sequence IS DISTINCT FROM own.version`;

/** Consent that was stated at capture is in the ledger of compliance once. */
const CAPTURED_CONSENT = `
  SELECT event_id::text AS what, CASE WHEN count(entry.id) = 0 THEN 'lost' ELSE 'doubled' END AS wrong
  FROM lead.outbox event LEFT JOIN compliance.consent_entry entry
    ON entry.tenant_id = event.tenant_id AND entry.source_event_id = event.event_id
  WHERE event.tenant_id = $1 AND event.headers->>'ce_type' = 'lead.captured'
  GROUP BY event_id, payload HAVING count(entry.id) <> jsonb_array_length((payload::jsonb)->'consents')`;

/** The funnel's rollup, computed anew from the lead slice: a stage counts at the first instant named for it, in whole seconds rounded down. */
const ROLLUP = `
  WITH live AS (
    SELECT lead_id, captured_at, (captured_at AT TIME ZONE 'UTC')::date AS day, source
    FROM lead.lead WHERE tenant_id = $1 AND deleted_at IS NULL
  ), reached AS (
    SELECT DISTINCT ON (lead_id, to_status) lead_id, to_status, changed_at
    FROM lead.lead_status_history WHERE tenant_id = $1 AND to_status <> 'new'
    ORDER BY lead_id, to_status, recorded_at, change_id
  ), stage AS (
    SELECT day, source, 'captured' AS stage, 0::bigint AS seconds FROM live
    UNION ALL
    SELECT day, source, to_status, floor(extract(epoch FROM changed_at - captured_at))::bigint FROM live JOIN reached USING (lead_id)
  ), anew AS (
    SELECT day, source, stage, count(*) AS leads, sum(seconds)::bigint AS seconds, count(*) FILTER (WHERE seconds < 0) AS before
    FROM stage GROUP BY day, source, stage
  ), kept AS (
    SELECT captured_on AS day, source, stage, leads, seconds_sum AS seconds, before_capture AS before
    FROM analytics.lifecycle_daily WHERE tenant_id = $1 AND (leads, seconds_sum, before_capture) <> (0, 0, 0)
  )
  SELECT concat_ws('/', day, source, stage) AS what, 'differs' AS wrong
  FROM ((TABLE anew EXCEPT TABLE kept) UNION (TABLE kept EXCEPT TABLE anew)) AS difference`;

const COMPARISONS: Readonly<Record<string, string>> = {
  'leads known to compliance': KNOWN_LEADS('compliance.known_lead', 'deleted_at IS NOT NULL'),
  'leads known to engagement': KNOWN_LEADS('engagement.known_lead', 'deleted_at IS NOT NULL'),
  'leads known to email-events': KNOWN_LEADS('email_events.known_lead', 'deleted'),
  'lifecycles in analytics': LIFECYCLE,
  'consent at capture': CAPTURED_CONSENT,
  'funnel rollup': ROLLUP,
};

/** What other slices derive from the lead slice, against the lead slice itself. */
export async function compareProjections(client: pg.Client, tenantId: string): Promise<Finding[]> {
  const findings: Finding[] = [];
  for (const [where, sql] of Object.entries(COMPARISONS)) {
    const { rows } = await client.query<Pick<Finding, 'what' | 'wrong'>>(sql, [tenantId]);
    findings.push(...rows.map((row) => ({ ...row, where })));
  }
  return findings;
}
