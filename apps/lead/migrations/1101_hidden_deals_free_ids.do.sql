-- A deal that is hidden with its lead holds no external id: whoever creates or imports it anew finds it free.
DROP INDEX deal_external_id_key;
CREATE UNIQUE INDEX deal_external_id_key ON deal (tenant_id, external_id) WHERE deleted_at IS NULL AND NOT hidden;
