DROP FUNCTION tenants_with_policy_rehearsals(integer);
DROP TABLE policy_rehearsal_change;
DROP TABLE policy_rehearsal;
ALTER TABLE contact_policy DROP COLUMN policy_id;
DROP TABLE policy;
