ALTER TABLE crm_connection DROP COLUMN account_id;
