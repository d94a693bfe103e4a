DROP TABLE retention_archive;
DROP POLICY decision_is_kept ON decision;
REVOKE DELETE ON decision FROM compliance_service;
DROP POLICY retention ON legal_hold;
DROP POLICY retention ON opt_out_review;
DROP POLICY retention ON decision;
DROP TABLE retention_policy;
