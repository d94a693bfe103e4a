DROP FUNCTION append_audit_entries(uuid[], bigint[], bytea[], timestamptz[], uuid[], bigint[], timestamptz[], uuid[], text[], bigint[], text[], text[], bigint[],
  timestamptz[], text[], text[], text[], uuid[], text[], integer[], bigint[], uuid[], text[], bytea[], bytea[]);
DROP FUNCTION lock_audit_heads(uuid[]);
DROP POLICY audit_recording ON audit_entry;
DROP POLICY audit_recording ON audit_head;
