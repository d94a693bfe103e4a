import pg from 'pg';

/** Rows of one tenant in each service's slice, as a superuser sees them. */
export interface SliceCounts {
  readonly leads: number;
  readonly convertedLeads: number;
  readonly knownToCompliance: number;
  readonly knownToEngagement: number;
  readonly knownToEmailEvents: number;
  readonly lifecycles: number;
  readonly convertedLifecycles: number;
  /** Events that the lead service wrote and its relay has not published yet. */
  readonly unpublished: number;
}

const COUNTS = `
  SELECT (SELECT count(*)::int FROM lead.lead WHERE tenant_id = $1 AND deleted_at IS NULL) AS "leads",
         (SELECT count(*)::int FROM lead.lead WHERE tenant_id = $1 AND status = 'converted') AS "convertedLeads",
         (SELECT count(*)::int FROM compliance.known_lead WHERE tenant_id = $1) AS "knownToCompliance",
         (SELECT count(*)::int FROM engagement.known_lead WHERE tenant_id = $1) AS "knownToEngagement",
         (SELECT count(*)::int FROM email_events.known_lead WHERE tenant_id = $1) AS "knownToEmailEvents",
         (SELECT count(*)::int FROM analytics.lead_lifecycle WHERE tenant_id = $1) AS "lifecycles",
         (SELECT count(*)::int FROM analytics.lead_lifecycle WHERE tenant_id = $1 AND reached ? 'converted') AS "convertedLifecycles",
         (SELECT count(*)::int FROM lead.outbox_waiting WHERE tenant_id = $1) AS "unpublished"`;

/** Looks past the API, to find what was lost or doubled where no answer would show it. */
export async function countSlices(adminUrl: string, tenantId: string): Promise<SliceCounts> {
  const client = new pg.Client({ connectionString: adminUrl });
  await client.connect();
  try {
    const { rows } = await client.query<SliceCounts>(COUNTS, [tenantId]);
    return rows[0] as SliceCounts;
  } finally {
    await client.end();
  }
}
