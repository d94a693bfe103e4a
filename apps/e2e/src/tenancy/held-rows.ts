import pg from 'pg';

/** What a deletion leaves of the lead that a hold is on, and the address that it had: nobody deletes leads in this world, no lead on hold gets another address. */
export async function plantHeldRows(adminUrl: string, tenantId: string): Promise<void> {
  const admin = new pg.Client({ connectionString: adminUrl });
  await admin.connect();
  try {
    await admin.query(
      `WITH held AS (SELECT tenant_id, id, lead_id FROM compliance.legal_hold WHERE tenant_id = $1 AND lead_id IS NOT NULL),
            deletion AS (INSERT INTO compliance.lead_deletion (tenant_id, deletion_id, lead_id, begun_at) SELECT tenant_id, id, lead_id, now() FROM held)
       INSERT INTO email_events.held_address (tenant_id, lead_id, email) SELECT tenant_id, lead_id, lead_id || '@example.com' FROM held`,
      [tenantId],
    );
  } finally {
    await admin.end();
  }
}
