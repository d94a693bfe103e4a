-- Filters of the list: leads of a member, and of a company as it is written. Each ends as the others do in the order and the id of the keyset.
CREATE INDEX lead_owner_idx ON lead (tenant_id, owner_id, created_at DESC, lead_id DESC) WHERE deleted_at IS NULL AND owner_id IS NOT NULL;
CREATE INDEX lead_company_idx ON lead (tenant_id, company, created_at DESC, lead_id DESC) WHERE deleted_at IS NULL AND company IS NOT NULL;
-- The order of last names, by a dictionary's rules. Those without one are in it: they come last, by id.
CREATE INDEX lead_last_name_idx ON lead (tenant_id, last_name COLLATE "und-x-icu", lead_id) WHERE deleted_at IS NULL;
