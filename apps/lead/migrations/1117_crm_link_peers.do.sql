-- no transaction
CREATE INDEX CONCURRENTLY crm_link_peer_idx ON crm_link (tenant_id, provider, peer_id);
