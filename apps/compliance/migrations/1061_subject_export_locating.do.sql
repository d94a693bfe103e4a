-- A copy of a person's data begins with the names by which the services know the person; those that are under way are past that.
ALTER TABLE subject_export ADD COLUMN step text NOT NULL DEFAULT 'gathering'
  CONSTRAINT subject_export_step_check CHECK (step IN ('locating', 'gathering'));

-- What each service answered, until the last one has.
CREATE TABLE subject_export_location (
  tenant_id uuid NOT NULL,
  request_id uuid NOT NULL,
  service text NOT NULL,
  -- As the vault names persons: email:ada@example.com
  addresses text[] NOT NULL,
  answered_at timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, request_id, service),
  CONSTRAINT subject_export_location_export_fkey FOREIGN KEY (tenant_id, request_id) REFERENCES subject_export (tenant_id, request_id)
);
SELECT protect_tenant_table('subject_export_location');
REVOKE UPDATE, TRUNCATE ON subject_export_location FROM compliance_service;
