DROP INDEX lead_audit_actor_idx;
DROP INDEX lead_audit_recorded_idx;
