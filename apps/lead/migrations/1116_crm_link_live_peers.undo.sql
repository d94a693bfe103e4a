-- no transaction
DROP INDEX CONCURRENTLY crm_link_live_peer_key;
