-- no transaction
CREATE UNIQUE INDEX CONCURRENTLY scoring_contribution_occasion_key ON scoring_contribution (tenant_id, source_id, kind, occurred_at);
