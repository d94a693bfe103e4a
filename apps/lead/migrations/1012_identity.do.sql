-- What leads are known by beside the identifiers in their own row: visitor ids, further addresses, those of leads that were merged.
-- Each is one lead's at a time; of a merged lead it stays, and is found through the merge.
CREATE TABLE lead_identity (
  tenant_id uuid NOT NULL,
  kind text NOT NULL,
  value text NOT NULL,
  lead_id uuid NOT NULL,
  -- Grows each time it goes to another lead.
  version integer NOT NULL,
  first_seen_at timestamptz NOT NULL,
  last_seen_at timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, kind, value),
  CONSTRAINT lead_identity_lead_fkey FOREIGN KEY (tenant_id, lead_id) REFERENCES lead (tenant_id, lead_id) ON DELETE CASCADE,
  CONSTRAINT lead_identity_kind_known CHECK (kind IN ('visitor', 'email', 'phone', 'external')),
  CONSTRAINT lead_identity_value_normalised CHECK (CASE kind
    WHEN 'email' THEN value = lower(btrim(value)) AND position('@' IN value) > 1
    WHEN 'phone' THEN value ~ '^\+[1-9][0-9]{3,14}$'
    WHEN 'visitor' THEN value ~ '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$'
    ELSE value <> '' END),
  CONSTRAINT lead_identity_version_positive CHECK (version >= 1),
  CONSTRAINT lead_identity_seen_in_order CHECK (last_seen_at >= first_seen_at)
);
SELECT protect_tenant_table('lead_identity');
CREATE INDEX lead_identity_lead_idx ON lead_identity (tenant_id, lead_id);
