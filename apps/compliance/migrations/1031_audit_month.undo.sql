DROP FUNCTION drop_audit_month(regclass, date, uuid[], timestamptz);
