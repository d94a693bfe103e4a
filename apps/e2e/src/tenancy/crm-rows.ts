import pg from 'pg';

/** What a sync with a CRM leaves behind, for a tenant whose CRM nobody reaches. A lead whose record was deleted there is not asked for again. */
export async function plantCrmRows(adminUrl: string, tenantId: string): Promise<void> {
  const admin = new pg.Client({ connectionString: adminUrl });
  await admin.connect();
  try {
    await admin.query(
      `INSERT INTO lead.crm_link (tenant_id, provider, lead_id, peer_id, state, reason, base, peer_modified_at, linked_at, changed_at)
       SELECT tenant_id, 'hubspot', lead_id, lead_id::text, 'ended', 'record-removed', '{}', now(), now(), now()
       FROM lead.lead WHERE tenant_id = $1 AND deleted_at IS NULL`,
      [tenantId],
    );
    await admin.query(
      `INSERT INTO lead.crm_sync_record (tenant_id, run_id, record_id, direction, outcome, peer_id, fields, recorded_at)
       SELECT tenant_id, run_id, run_id, 'pull', 'failed', '512', '{}', now() FROM lead.crm_sync_run WHERE tenant_id = $1`,
      [tenantId],
    );
  } finally {
    await admin.end();
  }
}
