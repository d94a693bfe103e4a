-- What leads did, by month of recording.
CREATE TABLE interaction (
  tenant_id uuid NOT NULL,
  id uuid NOT NULL,
  recorded_at timestamptz NOT NULL,
  client_event_id text NOT NULL,
  lead_id uuid NOT NULL,
  kind text NOT NULL,
  occurred_at timestamptz NOT NULL,
  channel text CONSTRAINT interaction_channel_check CHECK (channel IN ('email', 'sms', 'whatsapp', 'voice', 'social')),
  content jsonb,
  value double precision CONSTRAINT interaction_value_check CHECK (value >= 0),
  PRIMARY KEY (tenant_id, id, recorded_at)
) PARTITION BY RANGE (recorded_at);
CREATE INDEX interaction_timeline_idx ON interaction (tenant_id, lead_id, occurred_at DESC, id DESC);
SELECT protect_tenant_table('interaction');
SELECT ensure_month_partitions('interaction', 3);

-- Which client event ids were recorded, and as what. A key of its own, since a key of the partitioned table would have to
-- hold the month and would let the same event in again the month after.
CREATE TABLE interaction_key (
  tenant_id uuid NOT NULL,
  client_event_id text NOT NULL,
  interaction_id uuid NOT NULL,
  recorded_at timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, client_event_id)
);
SELECT protect_tenant_table('interaction_key');
