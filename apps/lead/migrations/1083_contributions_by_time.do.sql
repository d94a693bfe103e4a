-- no transaction
CREATE INDEX CONCURRENTLY scoring_contribution_done_idx ON scoring_contribution (tenant_id, lead_id, occurred_at) INCLUDE (source_id, kind);
