DROP INDEX lead_last_name_idx;
DROP INDEX lead_company_idx;
DROP INDEX lead_owner_idx;
