-- no transaction
DROP INDEX CONCURRENTLY scoring_contribution_done_idx;
