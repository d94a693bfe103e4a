-- no transaction
CREATE INDEX CONCURRENTLY scoring_contribution_lead_idx ON scoring_contribution (tenant_id, lead_id) INCLUDE (source_id, kind, occurred_at);
