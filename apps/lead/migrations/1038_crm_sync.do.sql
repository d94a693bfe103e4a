-- Leads in step with other CRMs. One connection a tenant and provider; what hangs on it goes with it.
CREATE TABLE crm_connection (
  tenant_id          uuid        NOT NULL,
  provider           text        NOT NULL,
  version            integer     NOT NULL,
  base_url           text        NOT NULL,
  credentials_kind   text        NOT NULL,
  sealed_credentials bytea       NOT NULL,
  -- Mapping and policies, as the API shows them.
  settings           jsonb       NOT NULL,
  is_paused          boolean     NOT NULL DEFAULT false,
  was_reached        boolean     NOT NULL DEFAULT false,
  error_code         text,
  -- Until when the peer wants to be left alone.
  limited_until      timestamptz,
  -- Changes of the peer up to then are here.
  pulled_up_to       timestamptz,
  synced_at          timestamptz,
  next_sync_at       timestamptz NOT NULL,
  created_at         timestamptz NOT NULL,
  updated_at         timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, provider),
  CONSTRAINT crm_connection_provider_known CHECK (provider IN ('hubspot', 'salesforce')),
  CONSTRAINT crm_connection_version_positive CHECK (version >= 1),
  CONSTRAINT crm_connection_address_stated CHECK (base_url <> ''),
  CONSTRAINT crm_connection_kind_known CHECK (credentials_kind IN ('private-app', 'oauth', 'jwt')),
  CONSTRAINT crm_connection_settings_object CHECK (jsonb_typeof(settings) = 'object'),
  CONSTRAINT crm_connection_error_plain CHECK (error_code ~ '^[A-Z_.]{1,100}$')
);
SELECT protect_tenant_table('crm_connection');
CREATE INDEX crm_connection_due_idx ON crm_connection (next_sync_at) WHERE NOT is_paused;

-- Which record is which lead: one to one, for good. No foreign key to the lead: what was deleted must stay known.
CREATE TABLE crm_link (
  tenant_id        uuid        NOT NULL,
  provider         text        NOT NULL,
  lead_id          uuid        NOT NULL,
  peer_id          text        NOT NULL,
  state            text        NOT NULL,
  reason           text,
  -- By field, digests of what both sides last agreed on: { "email": ["ours", "theirs"] }.
  base             jsonb       NOT NULL,
  opted_out        text[]      NOT NULL DEFAULT '{}',
  peer_modified_at timestamptz NOT NULL,
  linked_at        timestamptz NOT NULL,
  changed_at       timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, provider, lead_id),
  CONSTRAINT crm_link_connection_fkey FOREIGN KEY (tenant_id, provider) REFERENCES crm_connection (tenant_id, provider) ON DELETE CASCADE,
  CONSTRAINT crm_link_peer_stated CHECK (peer_id <> ''),
  CONSTRAINT crm_link_state_known CHECK (state IN ('live', 'ended')),
  CONSTRAINT crm_link_reason_of_end CHECK ((reason IS NOT NULL) = (state = 'ended')),
  CONSTRAINT crm_link_reason_known CHECK (reason IN ('record-removed', 'record-merged', 'lead-deleted', 'lead-merged')),
  CONSTRAINT crm_link_base_object CHECK (jsonb_typeof(base) = 'object')
);
SELECT protect_tenant_table('crm_link');
CREATE UNIQUE INDEX crm_link_peer_key ON crm_link (tenant_id, provider, peer_id);

-- Leads that a peer is to hear of. The mark grows with every change: whoever has told the peer takes away what he saw, and no more.
CREATE TABLE crm_waiting_lead (
  tenant_id uuid   NOT NULL,
  provider  text   NOT NULL,
  lead_id   uuid   NOT NULL,
  mark      bigint NOT NULL DEFAULT 1,
  PRIMARY KEY (tenant_id, provider, lead_id),
  CONSTRAINT crm_waiting_lead_connection_fkey FOREIGN KEY (tenant_id, provider) REFERENCES crm_connection (tenant_id, provider) ON DELETE CASCADE,
  CONSTRAINT crm_waiting_lead_mark_positive CHECK (mark >= 1)
);
SELECT protect_tenant_table('crm_waiting_lead');

-- What compliance says of writing to people: of leads by id, of addresses by digest. A peer is told of nobody whom nobody may write to.
CREATE TABLE contact_stance (
  tenant_id uuid    NOT NULL,
  -- `lead:<id>` or `address:<digest>`.
  subject   text    NOT NULL,
  -- `consent:<channel>:<purpose>` or `dnc:<entry>`.
  source    text    NOT NULL,
  forbids   boolean NOT NULL,
  stated_at timestamptz NOT NULL,
  expires_at timestamptz,
  PRIMARY KEY (tenant_id, subject, source),
  CONSTRAINT contact_stance_subject_plain CHECK (subject ~ '^(lead:[0-9a-f-]{36}|address:[A-Za-z0-9_-]{22})$'),
  CONSTRAINT contact_stance_source_plain CHECK (source ~ '^(consent:[a-z]+:[a-z-]+|dnc:[0-9a-f-]{36})$')
);
SELECT protect_tenant_table('contact_stance');
CREATE INDEX contact_stance_source_idx ON contact_stance (tenant_id, source);

CREATE TABLE crm_sync_run (
  tenant_id        uuid        NOT NULL,
  run_id           uuid        NOT NULL,
  provider         text        NOT NULL,
  kind             text        NOT NULL,
  status           text        NOT NULL,
  phase            text        NOT NULL,
  -- Changes of the peer from the one instant to the other are asked for.
  window_from      timestamptz NOT NULL,
  window_until     timestamptz NOT NULL,
  -- Where the phase stands; null at its beginning.
  position         jsonb,
  pages            integer     NOT NULL DEFAULT 0,
  pulled           jsonb       NOT NULL DEFAULT '{}',
  pushed           jsonb       NOT NULL DEFAULT '{}',
  -- Failures in a row.
  failures         integer     NOT NULL DEFAULT 0,
  error_code       text,
  fence            bigint      NOT NULL DEFAULT 0,
  lease_expires_at timestamptz,
  waits_until      timestamptz,
  turned_at        timestamptz NOT NULL,
  created_at       timestamptz NOT NULL,
  ended_at         timestamptz,
  PRIMARY KEY (tenant_id, run_id),
  CONSTRAINT crm_sync_run_connection_fkey FOREIGN KEY (tenant_id, provider) REFERENCES crm_connection (tenant_id, provider) ON DELETE CASCADE,
  CONSTRAINT crm_sync_run_kind_known CHECK (kind IN ('full', 'incremental')),
  CONSTRAINT crm_sync_run_status_known CHECK (status IN ('running', 'completed', 'failed')),
  CONSTRAINT crm_sync_run_phase_known CHECK (phase IN ('pull', 'removals', 'push', 'end')),
  CONSTRAINT crm_sync_run_window_forward CHECK (window_until >= window_from),
  CONSTRAINT crm_sync_run_position_object CHECK (jsonb_typeof(position) = 'object'),
  CONSTRAINT crm_sync_run_counts_objects CHECK (jsonb_typeof(pulled) = 'object' AND jsonb_typeof(pushed) = 'object'),
  CONSTRAINT crm_sync_run_numbers_not_negative CHECK (pages >= 0 AND failures >= 0 AND fence >= 0),
  CONSTRAINT crm_sync_run_error_plain CHECK (error_code ~ '^[A-Z_.]{1,100}$'),
  CONSTRAINT crm_sync_run_ended CHECK ((ended_at IS NOT NULL) = (status <> 'running'))
);
SELECT protect_tenant_table('crm_sync_run');
CREATE UNIQUE INDEX crm_sync_run_on_key ON crm_sync_run (tenant_id, provider) WHERE status = 'running';
CREATE INDEX crm_sync_run_latest_idx ON crm_sync_run (tenant_id, provider, run_id DESC);
CREATE INDEX crm_sync_run_turn_idx ON crm_sync_run (turned_at) WHERE status = 'running';

CREATE TABLE crm_sync_record (
  tenant_id   uuid        NOT NULL,
  run_id      uuid        NOT NULL,
  record_id   uuid        NOT NULL,
  direction   text        NOT NULL,
  outcome     text        NOT NULL,
  lead_id     uuid,
  peer_id     text,
  code        text,
  fields      text[]      NOT NULL,
  recorded_at timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, run_id, record_id),
  CONSTRAINT crm_sync_record_run_fkey FOREIGN KEY (tenant_id, run_id) REFERENCES crm_sync_run (tenant_id, run_id) ON DELETE CASCADE,
  CONSTRAINT crm_sync_record_direction_known CHECK (direction IN ('pull', 'push')),
  CONSTRAINT crm_sync_record_outcome_known
    CHECK (outcome IN ('created', 'updated', 'linked', 'unchanged', 'removed', 'withheld', 'skipped', 'conflict', 'failed', 'opted-out'))
);
SELECT protect_tenant_table('crm_sync_record');

-- Work is looked for, and sealed values are sealed anew, before a tenant is known. Only the owner, in whose name that is done, sees all.
CREATE POLICY crm_connection_upkeep ON crm_connection TO lead_owner USING (true) WITH CHECK (true);
CREATE POLICY crm_sync_run_scheduling ON crm_sync_run TO lead_owner USING (true) WITH CHECK (true);

/* Takes for `lease` the run whose last turn is longest ago, unless its peer wants to be left alone. */
CREATE FUNCTION claim_crm_sync_run(lease interval) RETURNS TABLE (tenant_id uuid, run_id uuid, fence bigint)
LANGUAGE sql SECURITY DEFINER SET search_path FROM CURRENT AS $$
  UPDATE crm_sync_run AS taken
  SET lease_expires_at = clock_timestamp() + lease, fence = taken.fence + 1, turned_at = clock_timestamp(), waits_until = NULL
  FROM (
    SELECT waiting.tenant_id, waiting.run_id
    FROM crm_sync_run AS waiting JOIN crm_connection AS c ON c.tenant_id = waiting.tenant_id AND c.provider = waiting.provider
    WHERE waiting.status = 'running' AND NOT c.is_paused
      AND (waiting.lease_expires_at IS NULL OR waiting.lease_expires_at < clock_timestamp())
      AND (waiting.waits_until IS NULL OR waiting.waits_until < clock_timestamp())
    ORDER BY waiting.turned_at
    FOR UPDATE OF waiting SKIP LOCKED
    LIMIT 1
  ) AS next
  WHERE taken.tenant_id = next.tenant_id AND taken.run_id = next.run_id
  RETURNING taken.tenant_id, taken.run_id, taken.fence;
$$;

/* Tenants with connections whose next sync is due by `due`. */
CREATE FUNCTION tenants_with_due_crm_syncs(due timestamptz, most integer) RETURNS SETOF uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path FROM CURRENT AS $$
  SELECT DISTINCT tenant_id FROM (
    SELECT tenant_id FROM crm_connection WHERE NOT is_paused AND next_sync_at <= due ORDER BY next_sync_at LIMIT most) AS waiting;
$$;
REVOKE ALL ON FUNCTION claim_crm_sync_run(interval), tenants_with_due_crm_syncs(timestamptz, integer) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION claim_crm_sync_run(interval), tenants_with_due_crm_syncs(timestamptz, integer) TO lead_service;
