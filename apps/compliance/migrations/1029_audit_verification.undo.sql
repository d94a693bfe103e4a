DROP FUNCTION tenants_with_audit_verifications(integer);
DROP TABLE audit_verification;
