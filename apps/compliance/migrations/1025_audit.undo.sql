DROP TABLE audit_checkpoint;
DROP TABLE audit_entry;
DROP TABLE audit_head;
DROP FUNCTION refuse_audit_rewriting();
