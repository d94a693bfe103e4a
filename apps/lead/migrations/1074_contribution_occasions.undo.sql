-- no transaction
DROP INDEX CONCURRENTLY scoring_contribution_occasion_key;
