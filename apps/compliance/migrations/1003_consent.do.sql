-- The consent ledger: lines are added, never changed or removed. `source_*` names the line of the event that stated it.
CREATE TABLE consent_entry (
  tenant_id uuid NOT NULL,
  id uuid NOT NULL,
  entry_no bigint GENERATED ALWAYS AS IDENTITY,
  lead_id uuid NOT NULL,
  channel text NOT NULL CONSTRAINT consent_entry_channel_check CHECK (channel IN ('email', 'sms', 'whatsapp', 'voice', 'social')),
  purpose text NOT NULL CONSTRAINT consent_entry_purpose_check CHECK (purpose IN ('marketing', 'sales', 'service')),
  state text NOT NULL CONSTRAINT consent_entry_state_check CHECK (state IN ('given', 'withdrawn')),
  basis text NOT NULL CONSTRAINT consent_entry_basis_check CHECK (basis IN ('consent', 'contract', 'legitimate_interest')),
  stated_at timestamptz NOT NULL,
  text_version text,
  source text NOT NULL,
  source_event_id uuid,
  source_index integer,
  recorded_at timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, id),
  CONSTRAINT consent_entry_statement_check CHECK (stated_at <= recorded_at),
  CONSTRAINT consent_entry_source_check CHECK ((source_event_id IS NULL) = (source_index IS NULL))
);
CREATE INDEX consent_entry_fold_idx ON consent_entry (tenant_id, lead_id, channel, purpose, state, stated_at DESC, entry_no DESC);
CREATE INDEX consent_entry_ledger_idx ON consent_entry (tenant_id, lead_id, entry_no DESC);
CREATE UNIQUE INDEX consent_entry_source_key ON consent_entry (tenant_id, source_event_id, source_index);
SELECT protect_tenant_table('consent_entry');
REVOKE UPDATE, DELETE, TRUNCATE ON consent_entry FROM compliance_service;
