DROP FUNCTION tenants_with_distribution_work(timestamptz, integer);
DROP POLICY distribution_rule_set_work ON distribution_rule_set;
DROP INDEX lead_open_owner_idx;
DROP TABLE distribution_queue;
DROP TABLE lead_response;
DROP TABLE lead_assignment;
