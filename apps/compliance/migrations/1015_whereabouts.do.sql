-- Where a lead may be: what rules of places and hours of day go by.
ALTER TABLE known_lead
  ADD COLUMN time_zone text,
  ADD COLUMN country text,
  ADD COLUMN region text,
  ADD CONSTRAINT known_lead_country_check CHECK (country ~ '^[A-Z]{2}$') NOT VALID;

-- What leads bought and asked for: the last of each kind implies consent for a time, where the law has it so.
CREATE TABLE dealing (
  tenant_id uuid NOT NULL,
  -- The deal, or the submission of the form.
  source_id uuid NOT NULL,
  lead_id uuid NOT NULL,
  kind text NOT NULL CONSTRAINT dealing_kind_check CHECK (kind IN ('purchase', 'inquiry')),
  dealt_at timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, source_id)
);
CREATE INDEX dealing_lead_idx ON dealing (tenant_id, lead_id, kind, dealt_at DESC);
SELECT protect_tenant_table('dealing');
