DROP INDEX document_lead_idx;
DROP INDEX note_lead_idx;
DROP INDEX crm_sync_record_lead_idx;
DROP INDEX import_row_value_idx;
DROP INDEX import_row_lead_idx;
