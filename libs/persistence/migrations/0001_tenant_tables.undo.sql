DROP FUNCTION ensure_month_partitions(regclass, integer, integer);
DROP FUNCTION protect_tenant_table(regclass);
