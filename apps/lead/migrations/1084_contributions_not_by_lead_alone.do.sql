-- no transaction
DROP INDEX CONCURRENTLY scoring_contribution_lead_idx;
