-- no transaction
CREATE UNIQUE INDEX CONCURRENTLY crm_link_live_peer_key ON crm_link (tenant_id, provider, peer_id) WHERE state = 'live';
