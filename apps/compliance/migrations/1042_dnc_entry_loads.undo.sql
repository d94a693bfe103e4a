DROP FUNCTION tenants_with_dnc_entry_loads(integer);
DROP TABLE dnc_entry_load;
ALTER TABLE dnc_load DROP COLUMN started_at;
