DROP INDEX deal_external_id_key;
CREATE UNIQUE INDEX deal_external_id_key ON deal (tenant_id, external_id) WHERE deleted_at IS NULL;
