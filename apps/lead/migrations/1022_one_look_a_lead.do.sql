-- When time alone may move a lead into some segment or out of it, at the earliest: one row, however many segments there are.
CREATE TABLE segment_lead_look (
  tenant_id uuid        NOT NULL,
  lead_id   uuid        NOT NULL,
  look_at   timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, lead_id),
  CONSTRAINT segment_lead_look_lead_fkey FOREIGN KEY (tenant_id, lead_id) REFERENCES lead (tenant_id, lead_id) ON DELETE CASCADE
);
SELECT protect_tenant_table('segment_lead_look');
CREATE INDEX segment_lead_look_due_idx ON segment_lead_look (look_at, tenant_id);
CREATE INDEX segment_lead_look_time_idx ON segment_lead_look (tenant_id, look_at);

-- What is due is asked without a tenant. Only the owner, in whose name the function runs, sees all.
CREATE POLICY segment_lead_look_jobs ON segment_lead_look FOR SELECT TO lead_owner USING (true);

/* Tenants with leads that time may have moved by `due`. */
CREATE FUNCTION tenants_with_leads_to_look_at(due timestamptz, most integer) RETURNS SETOF uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path FROM CURRENT AS $$
  SELECT DISTINCT tenant_id FROM (SELECT tenant_id FROM segment_lead_look WHERE look_at <= due ORDER BY look_at LIMIT 1000) AS waiting LIMIT most;
$$;
REVOKE ALL ON FUNCTION tenants_with_leads_to_look_at(timestamptz, integer) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION tenants_with_leads_to_look_at(timestamptz, integer) TO lead_service;
