-- Named choices of leads.
CREATE TABLE segment (
  tenant_id    uuid        NOT NULL,
  segment_id   uuid        NOT NULL,
  version      integer     NOT NULL,
  name         text        NOT NULL,
  kind         text        NOT NULL,
  visibility   text        NOT NULL,
  -- As a client stated it, and as it was read; both null of a static segment that began empty.
  stated       jsonb,
  filter       jsonb,
  -- Whether another scoring model may change who is in it.
  reads_score  boolean     NOT NULL DEFAULT false,
  status       text        NOT NULL,
  -- Leads up to this one were looked at by the present filter, or put out of a deleted segment; null when none is left to be.
  filled_up_to uuid,
  maker_kind   text        NOT NULL,
  maker_id     text        NOT NULL,
  created_at   timestamptz NOT NULL,
  updated_at   timestamptz NOT NULL,
  deleted_at   timestamptz,
  PRIMARY KEY (tenant_id, segment_id),
  CONSTRAINT segment_version_positive CHECK (version >= 1),
  CONSTRAINT segment_name_stated CHECK (name <> ''),
  CONSTRAINT segment_kind_known CHECK (kind IN ('dynamic', 'static')),
  CONSTRAINT segment_visibility_known CHECK (visibility IN ('private', 'team', 'public')),
  CONSTRAINT segment_filter_whole CHECK ((stated IS NULL) = (filter IS NULL)),
  CONSTRAINT segment_dynamic_has_filter CHECK (kind = 'static' OR filter IS NOT NULL),
  CONSTRAINT segment_filter_object CHECK (jsonb_typeof(filter) = 'object'),
  CONSTRAINT segment_status_known CHECK (status IN ('backfilling', 'ready')),
  CONSTRAINT segment_filling_where CHECK ((filled_up_to IS NOT NULL) = (status = 'backfilling')),
  CONSTRAINT segment_maker_known CHECK (maker_kind IN ('member', 'api-key', 'service')),
  CONSTRAINT segment_updated_after_creation CHECK (updated_at >= created_at - interval '5 minutes'),
  CONSTRAINT segment_deleted_after_creation CHECK (deleted_at >= created_at - interval '5 minutes')
);
SELECT protect_tenant_table('segment');
CREATE INDEX segment_filling_idx ON segment (tenant_id, updated_at) WHERE filled_up_to IS NOT NULL;

CREATE TABLE segment_audit (
  tenant_id   uuid        NOT NULL,
  segment_id  uuid        NOT NULL,
  -- After the change.
  version     integer     NOT NULL,
  action      text        NOT NULL,
  -- [{ "field", "before", "after" }]
  changes     jsonb       NOT NULL,
  actor_kind  text        NOT NULL,
  actor_id    text        NOT NULL,
  request_id  text        NOT NULL,
  recorded_at timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, segment_id, version),
  CONSTRAINT segment_audit_segment_fkey FOREIGN KEY (tenant_id, segment_id) REFERENCES segment (tenant_id, segment_id),
  CONSTRAINT segment_audit_version_positive CHECK (version >= 1),
  CONSTRAINT segment_audit_action_known CHECK (action IN ('created', 'updated', 'deleted')),
  CONSTRAINT segment_audit_changes_array CHECK (jsonb_typeof(changes) = 'array'),
  CONSTRAINT segment_audit_actor_known CHECK (actor_kind IN ('member', 'api-key', 'service'))
);
SELECT protect_tenant_table('segment_audit');
REVOKE UPDATE, DELETE ON segment_audit FROM lead_service;

-- Who is in a segment, as it was last told.
CREATE TABLE segment_member (
  tenant_id  uuid        NOT NULL,
  segment_id uuid        NOT NULL,
  lead_id    uuid        NOT NULL,
  entered_at timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, segment_id, lead_id),
  CONSTRAINT segment_member_segment_fkey FOREIGN KEY (tenant_id, segment_id) REFERENCES segment (tenant_id, segment_id),
  CONSTRAINT segment_member_lead_fkey FOREIGN KEY (tenant_id, lead_id) REFERENCES lead (tenant_id, lead_id) ON DELETE CASCADE
);
SELECT protect_tenant_table('segment_member');
CREATE INDEX segment_member_lead_idx ON segment_member (tenant_id, lead_id);

-- When time alone may move a lead into a segment or out of it, at the earliest.
CREATE TABLE segment_look (
  tenant_id  uuid        NOT NULL,
  segment_id uuid        NOT NULL,
  lead_id    uuid        NOT NULL,
  look_at    timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, segment_id, lead_id),
  CONSTRAINT segment_look_segment_fkey FOREIGN KEY (tenant_id, segment_id) REFERENCES segment (tenant_id, segment_id),
  CONSTRAINT segment_look_lead_fkey FOREIGN KEY (tenant_id, lead_id) REFERENCES lead (tenant_id, lead_id) ON DELETE CASCADE
);
SELECT protect_tenant_table('segment_look');
CREATE INDEX segment_look_due_idx ON segment_look (look_at, tenant_id);
CREATE INDEX segment_look_time_idx ON segment_look (tenant_id, look_at);
CREATE INDEX segment_look_lead_idx ON segment_look (tenant_id, lead_id);

-- By another scoring model every lead may have another score.
CREATE FUNCTION refill_segments_by_score() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
  UPDATE segment SET status = 'backfilling', filled_up_to = '00000000-0000-0000-0000-000000000000'
  WHERE tenant_id = NEW.tenant_id AND reads_score AND kind = 'dynamic' AND deleted_at IS NULL;
  RETURN NULL;
END
$$;
CREATE TRIGGER scoring_model_refills_segments AFTER UPDATE ON scoring_model FOR EACH ROW
  WHEN (NEW.status = 'active' AND OLD.status <> 'active') EXECUTE FUNCTION refill_segments_by_score();

-- What is to be done for segments is asked without a tenant. Only the owner, in whose name the functions run, sees all.
CREATE POLICY segment_jobs ON segment FOR SELECT TO lead_owner USING (true);
CREATE POLICY segment_look_jobs ON segment_look FOR SELECT TO lead_owner USING (true);

/* Tenants with segments that not all leads were looked at for, or with leads that time may have moved by `due`. */
CREATE FUNCTION tenants_with_segments_to_judge(due timestamptz, most integer) RETURNS SETOF uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path FROM CURRENT AS $$
  (SELECT DISTINCT tenant_id FROM segment WHERE filled_up_to IS NOT NULL LIMIT most)
  UNION
  (SELECT tenant_id FROM (SELECT tenant_id FROM segment_look WHERE look_at <= due ORDER BY look_at LIMIT 1000) AS waiting)
  LIMIT most;
$$;
REVOKE ALL ON FUNCTION tenants_with_segments_to_judge(timestamptz, integer) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION tenants_with_segments_to_judge(timestamptz, integer) TO lead_service;
