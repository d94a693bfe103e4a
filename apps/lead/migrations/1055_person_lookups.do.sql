-- What an erasure, a copy of somebody's data and a legal hold look up by person; without these they read all rows of the tenant.
CREATE INDEX import_row_lead_idx ON import_row (tenant_id, lead_id) WHERE lead_id IS NOT NULL;
-- Of quotes their beginning: they may be longer than an index takes, and no address is.
CREATE INDEX import_row_value_idx ON import_row (tenant_id, left(value, 320)) WHERE value IS NOT NULL;
CREATE INDEX crm_sync_record_lead_idx ON crm_sync_record (tenant_id, lead_id) WHERE lead_id IS NOT NULL;
CREATE INDEX note_lead_idx ON note (tenant_id, lead_id);
CREATE INDEX document_lead_idx ON document (tenant_id, lead_id);
