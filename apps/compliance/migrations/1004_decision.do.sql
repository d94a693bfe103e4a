-- Contact decisions as they were made; by month of the decision.
CREATE TABLE decision (
  tenant_id uuid NOT NULL,
  id uuid NOT NULL,
  decided_at timestamptz NOT NULL,
  expires_at timestamptz NOT NULL,
  lead_id uuid NOT NULL,
  channel text NOT NULL CONSTRAINT decision_channel_check CHECK (channel IN ('email', 'sms', 'whatsapp', 'voice', 'social')),
  purpose text NOT NULL CONSTRAINT decision_purpose_check CHECK (purpose IN ('marketing', 'sales', 'service')),
  outcome text NOT NULL CONSTRAINT decision_outcome_check CHECK (outcome IN ('allow', 'deny')),
  reasons jsonb NOT NULL,
  inputs jsonb NOT NULL,
  rule_set_version text NOT NULL,
  PRIMARY KEY (tenant_id, id, decided_at),
  CONSTRAINT decision_expiry_check CHECK (expires_at > decided_at)
) PARTITION BY RANGE (decided_at);
CREATE INDEX decision_lead_idx ON decision (tenant_id, lead_id, decided_at DESC);
SELECT protect_tenant_table('decision');
REVOKE UPDATE, DELETE, TRUNCATE ON decision FROM compliance_service;
SELECT ensure_month_partitions('decision', 3);
