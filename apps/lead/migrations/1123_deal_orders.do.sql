-- Each order of the list of deals is read from its index, and what is narrowed by such a column, too. Deals without the day or the instant stand together at
-- one end of it.
CREATE INDEX deal_updated_idx ON deal (tenant_id, updated_at, deal_id) WHERE deleted_at IS NULL AND NOT hidden;
CREATE INDEX deal_closing_idx ON deal (tenant_id, closed_at, deal_id) WHERE deleted_at IS NULL AND NOT hidden;
CREATE INDEX deal_expected_close_idx ON deal (tenant_id, expected_close_on, deal_id) WHERE deleted_at IS NULL AND NOT hidden;
