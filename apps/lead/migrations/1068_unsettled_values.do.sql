-- no transaction
CREATE INDEX CONCURRENTLY lead_custom_value_unsettled_idx ON lead_custom_value (tenant_id, field_id, sort_key, lead_id) WHERE NOT settled;
