import pg from 'pg';

/** What a deletion leaves of the lead that a hold is on: nobody deletes leads in this world. */
export async function plantHeldRows(adminUrl: string, tenantId: string): Promise<void> {
  const admin = new pg.Client({ connectionString: adminUrl });
  await admin.connect();
  try {
    await admin.query(
      `INSERT INTO compliance.lead_deletion (tenant_id, deletion_id, lead_id, begun_at)
       SELECT tenant_id, id, lead_id, now() FROM compliance.legal_hold WHERE tenant_id = $1 AND lead_id IS NOT NULL`,
      [tenantId],
    );
  } finally {
    await admin.end();
  }
}
