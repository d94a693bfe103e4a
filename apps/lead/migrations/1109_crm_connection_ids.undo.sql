ALTER TABLE crm_connection DROP COLUMN connection_id;
