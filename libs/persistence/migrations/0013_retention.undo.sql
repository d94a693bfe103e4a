DROP FUNCTION drop_month_partition(regclass, date, uuid[], timestamptz);
DROP FUNCTION tenants_with_rows_before(regclass, name, timestamptz, uuid, integer);
