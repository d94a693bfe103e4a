DROP TABLE distribution_audit;
DROP TABLE distribution_rule_set;
DROP TABLE distribution_pool_member;
DROP TABLE distribution_pool;
DROP TABLE member;
