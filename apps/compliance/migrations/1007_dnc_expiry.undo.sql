DROP FUNCTION tenants_with_expired_dnc(timestamptz, integer);
DROP POLICY expiry_sweep ON dnc_entry;
DROP INDEX dnc_entry_expiry_idx;
