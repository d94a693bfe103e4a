-- no transaction
DROP INDEX CONCURRENTLY lead_custom_value_unsettled_idx;
