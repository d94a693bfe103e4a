import pg from 'pg';

/** What filling the index of a unique field leaves when two of many leads share a value: a field of few leads is refused instead. */
export async function plantConflict(adminUrl: string, tenantId: string, fieldId: string): Promise<void> {
  const admin = new pg.Client({ connectionString: adminUrl });
  await admin.connect();
  try {
    await admin.query(
      `WITH field AS (
         UPDATE lead.custom_field SET is_unique = true, index_work = 'conflicting', index_filled_up_to = 'ffffffff-ffff-ffff-ffff-ffffffffffff'
         WHERE tenant_id = $1 AND field_id = $2 RETURNING field_id),
       sharing AS (
         UPDATE lead.lead SET custom_fields = custom_fields || jsonb_build_object(field_id, 'Shared') FROM field
         WHERE lead.tenant_id = $1 AND lead_id IN (SELECT lead_id FROM lead.lead WHERE tenant_id = $1 AND deleted_at IS NULL ORDER BY lead_id LIMIT 2)
         RETURNING field_id, lead_id)
       INSERT INTO lead.lead_custom_value (tenant_id, field_id, sort_key, lead_id, is_unique, settled)
       SELECT $1, field_id, 'shared', lead_id, place = 1, place = 1 FROM (SELECT *, row_number() OVER () AS place FROM sharing) AS placed`,
      [tenantId, fieldId],
    );
  } finally {
    await admin.end();
  }
}
