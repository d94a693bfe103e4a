DROP FUNCTION audit_offset_gaps(timestamptz, timestamptz);
DROP POLICY audit_reading ON audit_entry;
DROP INDEX audit_entry_recorded_idx;
DROP FUNCTION tenants_with_unsigned_audit(uuid, integer);
DROP POLICY audit_signing ON audit_head;
