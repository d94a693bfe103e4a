-- Kinds of relationships that a tenant added to those that everybody has. Read from one end it is `name`, from the other `inverse`.
CREATE TABLE relationship_type (
  tenant_id  uuid        NOT NULL,
  name       text        NOT NULL,
  -- The same word where both ends read alike.
  inverse    text        NOT NULL,
  -- Whose influence a relationship speaks for.
  influence  text        NOT NULL,
  created_at timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, name),
  CONSTRAINT relationship_type_inverse_key UNIQUE (tenant_id, inverse),
  CONSTRAINT relationship_type_name_plain CHECK (name ~ '^[a-z][a-z0-9]*(-[a-z0-9]+)*$' AND length(name) <= 50),
  CONSTRAINT relationship_type_inverse_plain CHECK (inverse ~ '^[a-z][a-z0-9]*(-[a-z0-9]+)*$' AND length(inverse) <= 50),
  CONSTRAINT relationship_type_influence_known CHECK (influence IN ('from', 'to', 'both')),
  CONSTRAINT relationship_type_symmetric_influence CHECK (name <> inverse OR influence = 'both')
);
SELECT protect_tenant_table('relationship_type');
REVOKE UPDATE ON relationship_type FROM lead_service;

-- What one lead is to another, one row whichever end it is read from.
CREATE TABLE lead_relationship (
  tenant_id        uuid        NOT NULL,
  relationship_id  uuid        NOT NULL,
  type             text        NOT NULL,
  is_symmetric     boolean     NOT NULL,
  -- As it was stated, for ever.
  from_lead_id     uuid        NOT NULL,
  to_lead_id       uuid        NOT NULL,
  -- Whoever stands at that end by now: the lead, or the one that it went into; null while that one is deleted.
  from_survivor_id uuid,
  to_survivor_id   uuid,
  actor_kind       text        NOT NULL,
  actor_id         text        NOT NULL,
  created_at       timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, relationship_id),
  CONSTRAINT lead_relationship_stated_key UNIQUE (tenant_id, from_lead_id, to_lead_id, type),
  CONSTRAINT lead_relationship_from_fkey FOREIGN KEY (tenant_id, from_lead_id) REFERENCES lead (tenant_id, lead_id) ON DELETE CASCADE,
  CONSTRAINT lead_relationship_to_fkey FOREIGN KEY (tenant_id, to_lead_id) REFERENCES lead (tenant_id, lead_id) ON DELETE CASCADE,
  CONSTRAINT lead_relationship_type_stated CHECK (type <> ''),
  CONSTRAINT lead_relationship_of_two CHECK (from_lead_id <> to_lead_id),
  -- So that no second row says the same the other way round.
  CONSTRAINT lead_relationship_symmetric_sorted CHECK (NOT is_symmetric OR from_lead_id < to_lead_id),
  CONSTRAINT lead_relationship_actor_known CHECK (actor_kind IN ('member', 'api-key', 'service'))
);
SELECT protect_tenant_table('lead_relationship');
REVOKE UPDATE ON lead_relationship FROM lead_service;
GRANT UPDATE (from_survivor_id, to_survivor_id) ON lead_relationship TO lead_service;
CREATE INDEX lead_relationship_to_lead_idx ON lead_relationship (tenant_id, to_lead_id);
-- What can be walked: both ends are there, and are not one by now. Everything a walk reads stands in the index.
CREATE INDEX lead_relationship_from_idx ON lead_relationship (tenant_id, from_survivor_id)
  INCLUDE (to_survivor_id, type) WHERE from_survivor_id <> to_survivor_id;
CREATE INDEX lead_relationship_to_idx ON lead_relationship (tenant_id, to_survivor_id)
  INCLUDE (from_survivor_id, type) WHERE from_survivor_id <> to_survivor_id;

-- The ends follow the leads, whoever deletes, restores, merges or parts those.
CREATE FUNCTION move_relationship_ends() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
DECLARE
  family uuid[];
  survivor uuid;
BEGIN
  WITH RECURSIVE below AS (
    SELECT NEW.lead_id
    UNION
    SELECT l.lead_id FROM below b JOIN lead l ON l.tenant_id = NEW.tenant_id AND l.merged_into = b.lead_id)
  SELECT array_agg(lead_id) INTO family FROM below;
  WITH RECURSIVE way AS (
    SELECT NEW.lead_id, NEW.merged_into, NEW.deleted_at
    UNION
    SELECT l.lead_id, l.merged_into, l.deleted_at FROM way w JOIN lead l ON l.tenant_id = NEW.tenant_id AND l.lead_id = w.merged_into)
  SELECT lead_id INTO survivor FROM way WHERE merged_into IS NULL AND deleted_at IS NULL;
  UPDATE lead_relationship SET from_survivor_id = survivor
  WHERE tenant_id = NEW.tenant_id AND from_lead_id = ANY (family) AND from_survivor_id IS DISTINCT FROM survivor;
  UPDATE lead_relationship SET to_survivor_id = survivor
  WHERE tenant_id = NEW.tenant_id AND to_lead_id = ANY (family) AND to_survivor_id IS DISTINCT FROM survivor;
  RETURN NULL;
END
$$;
CREATE TRIGGER lead_relationship_ends AFTER UPDATE ON lead FOR EACH ROW
  WHEN (OLD.merged_into IS DISTINCT FROM NEW.merged_into OR (OLD.deleted_at IS NULL) <> (NEW.deleted_at IS NULL))
  EXECUTE FUNCTION move_relationship_ends();
