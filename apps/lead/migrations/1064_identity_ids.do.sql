-- What others know an identity by: they are told of it under this id. Visitors have one of their own, and what merged leads had is told with them.
ALTER TABLE lead_identity ADD COLUMN identity_id uuid;

-- The lead first: of a tenant that statistics do not know the planner expects a single row, takes an index that begins with the tenant to be as good as the
-- key, and reads all identities of the tenant for each that is looked up.
CREATE INDEX lead_identity_of_lead_idx ON lead_identity (lead_id, tenant_id);
DROP INDEX lead_identity_lead_idx;
