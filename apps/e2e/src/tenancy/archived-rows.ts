import { randomUUID } from 'node:crypto';
import pg from 'pg';

/** In each slice whose rows go into archives: a row that is old enough (`$1` tenant, `$2` any id, `$3` when). */
const OLD_ROWS = {
  engagement: `INSERT INTO interaction (tenant_id, id, recorded_at, client_event_id, lead_id, kind, occurred_at)
               VALUES ($1, $2::uuid, $3, $2::uuid::text, $2::uuid, 'page_view', $3)`,
  email_events: `INSERT INTO email_event (tenant_id, received_at, event_id, endpoint_id, provider, provider_event_id, kind, occurred_at, payload)
                 VALUES ($1, $3, $2::uuid, $2::uuid, 'sendgrid', $2::uuid::text, 'open', $3, '{}')`,
  compliance: `INSERT INTO opt_out_review (tenant_id, id, lead_id, channel, message_id, received_at, found_at, state, reason, confidence01, matched,
                                           rules_version, dnc_entry_ids, closed_at, closed_by_kind, closed_by_id)
               VALUES ($1, $2::uuid, $2::uuid, 'sms', $2::uuid::text, $3, $3, 'acted', 'keyword', 1, '{stop}', 'phrases-1', '{}', $3, 'service', 'compliance')`,
};
const MONTHLY = { engagement: ['interaction'], email_events: ['email_event'], compliance: [] as string[] };
const DAY_MS = 86_400_000;

/** Rows of the tenant that were recorded 400 days ago, and a run of the job that archives them, asked for in each slice. */
export async function archiveOldRows(adminUrl: string, tenantId: string): Promise<void> {
  const at = new Date(Date.now() - 400 * DAY_MS);
  for (const slice of ['engagement', 'email_events', 'compliance'] as const) {
    const admin = new pg.Client({ connectionString: adminUrl, options: `-c search_path=${slice}` });
    await admin.connect();
    try {
      for (const table of MONTHLY[slice]) await admin.query(`SELECT ensure_month_partitions($1::regclass, 0, 15)`, [table]);
      await admin.query(OLD_ROWS[slice], [tenantId, randomUUID(), at]);
      await admin.query(
        `UPDATE timed_job SET requested_at = date_trunc('milliseconds', clock_timestamp()), requested_by = 'spec' WHERE name = 'let-rows-go'`,
      );
    } finally {
      await admin.end();
    }
  }
}
