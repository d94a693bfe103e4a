-- Not validated here, so that nothing waits while old rows are read; they have none.
ALTER TABLE deal
  ADD COLUMN tag_ids uuid[] NOT NULL DEFAULT '{}',
  ADD CONSTRAINT deal_tags_few CHECK (cardinality(tag_ids) <= 100) NOT VALID;

-- Tags of live deals, one row each: found, and counted, by index.
CREATE TABLE deal_tag (
  tenant_id uuid NOT NULL,
  tag_id    uuid NOT NULL,
  deal_id   uuid NOT NULL,
  PRIMARY KEY (tenant_id, tag_id, deal_id),
  CONSTRAINT deal_tag_tag_fkey FOREIGN KEY (tenant_id, tag_id) REFERENCES tag (tenant_id, tag_id)
);
SELECT protect_tenant_table('deal_tag');

-- The rows follow the deals, whoever writes those.
CREATE FUNCTION change_deal_tags() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
DECLARE
  before uuid[] := CASE WHEN TG_OP <> 'INSERT' AND OLD.deleted_at IS NULL THEN OLD.tag_ids ELSE '{}' END;
  after uuid[] := CASE WHEN TG_OP <> 'DELETE' AND NEW.deleted_at IS NULL THEN NEW.tag_ids ELSE '{}' END;
BEGIN
  IF TG_OP <> 'INSERT' THEN
    DELETE FROM deal_tag
    WHERE tenant_id = OLD.tenant_id AND deal_id = OLD.deal_id AND tag_id = ANY (ARRAY(SELECT unnest(before) EXCEPT SELECT unnest(after)));
  END IF;
  IF TG_OP <> 'DELETE' THEN
    INSERT INTO deal_tag (tenant_id, tag_id, deal_id)
    SELECT NEW.tenant_id, tag_id, NEW.deal_id FROM (SELECT unnest(after) EXCEPT SELECT unnest(before)) AS added (tag_id)
    ORDER BY tag_id
    ON CONFLICT DO NOTHING;
  END IF;
  RETURN NULL;
END
$$;

CREATE TRIGGER deal_tags_added AFTER INSERT ON deal FOR EACH ROW WHEN (NEW.tag_ids <> '{}') EXECUTE FUNCTION change_deal_tags();
CREATE TRIGGER deal_tags_changed AFTER UPDATE ON deal FOR EACH ROW
  WHEN (OLD.tag_ids IS DISTINCT FROM NEW.tag_ids OR (OLD.deleted_at IS NULL) <> (NEW.deleted_at IS NULL))
  EXECUTE FUNCTION change_deal_tags();
CREATE TRIGGER deal_tags_removed AFTER DELETE ON deal FOR EACH ROW WHEN (OLD.tag_ids <> '{}') EXECUTE FUNCTION change_deal_tags();

-- Asked without a tenant, as of leads.
CREATE POLICY deal_tag_upkeep ON deal_tag FOR SELECT TO lead_owner USING (true);

/* Deleted tags that leads or deals still have, `most` at most. */
CREATE OR REPLACE FUNCTION deleted_tags_in_use(most integer) RETURNS TABLE (tenant_id uuid, tag_id uuid)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path FROM CURRENT AS $$
  SELECT t.tenant_id, t.tag_id FROM tag t
  WHERE t.deleted_at IS NOT NULL
    AND (EXISTS (SELECT FROM lead_tag l WHERE l.tenant_id = t.tenant_id AND l.tag_id = t.tag_id)
      OR EXISTS (SELECT FROM deal_tag d WHERE d.tenant_id = t.tenant_id AND d.tag_id = t.tag_id))
  LIMIT most;
$$;

-- Who changed what. Deals and tags that are older have no entries of what was before.
CREATE TABLE deal_audit (
  tenant_id   uuid        NOT NULL,
  deal_id     uuid        NOT NULL,
  -- After the change.
  version     integer     NOT NULL,
  action      text        NOT NULL,
  -- [{ "field", "before", "after" }]
  changes     jsonb       NOT NULL,
  actor_kind  text        NOT NULL,
  actor_id    text        NOT NULL,
  client_ip   text,
  request_id  text        NOT NULL,
  recorded_at timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, deal_id, version),
  CONSTRAINT deal_audit_deal_fkey FOREIGN KEY (tenant_id, deal_id) REFERENCES deal (tenant_id, deal_id),
  CONSTRAINT deal_audit_version_positive CHECK (version >= 1),
  CONSTRAINT deal_audit_action_known CHECK (action IN ('created', 'updated', 'moved', 'deleted', 'restored')),
  CONSTRAINT deal_audit_changes_array CHECK (jsonb_typeof(changes) = 'array'),
  CONSTRAINT deal_audit_actor_known CHECK (actor_kind IN ('member', 'api-key', 'service'))
);
SELECT protect_tenant_table('deal_audit');
REVOKE UPDATE, DELETE ON deal_audit FROM lead_service;

CREATE TABLE tag_audit (
  tenant_id   uuid        NOT NULL,
  tag_id      uuid        NOT NULL,
  -- After the change.
  version     integer     NOT NULL,
  action      text        NOT NULL,
  -- [{ "field", "before", "after" }]
  changes     jsonb       NOT NULL,
  actor_kind  text        NOT NULL,
  actor_id    text        NOT NULL,
  client_ip   text,
  request_id  text        NOT NULL,
  recorded_at timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, tag_id, version),
  CONSTRAINT tag_audit_tag_fkey FOREIGN KEY (tenant_id, tag_id) REFERENCES tag (tenant_id, tag_id),
  CONSTRAINT tag_audit_version_positive CHECK (version >= 1),
  CONSTRAINT tag_audit_action_known CHECK (action IN ('created', 'updated', 'deleted')),
  CONSTRAINT tag_audit_changes_array CHECK (jsonb_typeof(changes) = 'array'),
  CONSTRAINT tag_audit_actor_known CHECK (actor_kind IN ('member', 'api-key', 'service'))
);
SELECT protect_tenant_table('tag_audit');
REVOKE UPDATE, DELETE ON tag_audit FROM lead_service;
