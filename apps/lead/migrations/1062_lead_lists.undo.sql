DROP INDEX lead_company_idx;
DROP INDEX lead_owner_idx;
