-- no transaction
DROP INDEX CONCURRENTLY crm_link_peer_idx;
