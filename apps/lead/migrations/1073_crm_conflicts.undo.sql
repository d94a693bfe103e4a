ALTER TABLE crm_sync_record DROP COLUMN conflicts;
