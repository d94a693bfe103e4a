DROP FUNCTION tenants_with_unindexed_identities(integer);
DROP POLICY lead_identity_search_upkeep ON lead_identity;
DROP TRIGGER lead_identity_search_removed ON lead_identity;
DROP TRIGGER lead_identity_search_changed ON lead_identity;
DROP TRIGGER lead_identity_search_added ON lead_identity;
DROP FUNCTION change_identity_keys();
DROP TABLE identity_search_key;
DROP INDEX lead_identity_unindexed_idx;
ALTER TABLE lead_identity DROP COLUMN search_keys, DROP COLUMN search_version;
