-- The record of processing activities (GDPR Art. 30), each entry as it is now.
CREATE TABLE processing_activity (
  tenant_id uuid NOT NULL,
  id uuid NOT NULL,
  version integer NOT NULL CONSTRAINT processing_activity_version_check CHECK (version >= 1),
  content jsonb NOT NULL CONSTRAINT processing_activity_content_check CHECK (jsonb_typeof(content) = 'object'),
  -- Beside the content, for the job that reminds of it; null once it was told, or when there is none.
  remind_on date,
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL CONSTRAINT processing_activity_update_check CHECK (updated_at >= created_at),
  ended_at timestamptz CONSTRAINT processing_activity_ending_check CHECK (ended_at >= created_at),
  PRIMARY KEY (tenant_id, id),
  CONSTRAINT processing_activity_reminder_check CHECK (remind_on IS NULL OR ended_at IS NULL)
);
SELECT protect_tenant_table('processing_activity');
REVOKE DELETE, TRUNCATE ON processing_activity FROM compliance_service;

-- Each version as it was. Lines are added, and nothing else.
CREATE TABLE processing_activity_version (
  tenant_id uuid NOT NULL,
  activity_id uuid NOT NULL,
  version integer NOT NULL CONSTRAINT processing_activity_version_number_check CHECK (version >= 1),
  content jsonb NOT NULL CONSTRAINT processing_activity_version_content_check CHECK (jsonb_typeof(content) = 'object'),
  is_end boolean NOT NULL,
  actor_kind text NOT NULL CONSTRAINT processing_activity_version_actor_check CHECK (actor_kind IN ('member', 'api-key', 'service')),
  actor_id text NOT NULL,
  recorded_at timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, activity_id, version),
  CONSTRAINT processing_activity_version_activity_fkey FOREIGN KEY (tenant_id, activity_id) REFERENCES processing_activity (tenant_id, id)
);
SELECT protect_tenant_table('processing_activity_version');
REVOKE UPDATE, DELETE, TRUNCATE ON processing_activity_version FROM compliance_service;

-- The job that reminds of reviews looks before it knows the tenant. Only the owner, in whose name the function below runs, sees these.
CREATE INDEX processing_activity_reminder_idx ON processing_activity (remind_on) WHERE remind_on IS NOT NULL;
CREATE POLICY processing_review_watch ON processing_activity FOR SELECT TO CURRENT_USER USING (remind_on IS NOT NULL);

-- Tenants with entries to be looked at again by `until`, at most `max_tenants`.
CREATE FUNCTION tenants_with_processing_reviews(until date, max_tenants integer) RETURNS SETOF uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path FROM CURRENT
AS $$
  SELECT tenant_id FROM processing_activity WHERE remind_on <= until
  GROUP BY tenant_id ORDER BY min(remind_on) LIMIT max_tenants;
$$;
