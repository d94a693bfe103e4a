-- Projection of the lead service's events. A row may be a tombstone that came before anything else.
CREATE TABLE known_lead (
  tenant_id uuid NOT NULL,
  lead_id uuid NOT NULL,
  sequence bigint NOT NULL CONSTRAINT known_lead_sequence_check CHECK (sequence >= 1),
  email text,
  phone text,
  deleted_at timestamptz,
  PRIMARY KEY (tenant_id, lead_id)
);
SELECT protect_tenant_table('known_lead');

-- Numbers this service's events of a lead in commit order; the row's lock also orders what changes and decides one lead.
CREATE TABLE lead_stream (
  tenant_id uuid NOT NULL,
  lead_id uuid NOT NULL,
  sequence bigint NOT NULL CONSTRAINT lead_stream_sequence_check CHECK (sequence >= 1),
  PRIMARY KEY (tenant_id, lead_id)
);
SELECT protect_tenant_table('lead_stream');
