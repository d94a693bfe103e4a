DROP INDEX lead_merged_phone_idx;
DROP INDEX lead_merged_email_idx;

-- As 1038 made it. It is filled by reading crm.compliance.v1 from the beginning.
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
