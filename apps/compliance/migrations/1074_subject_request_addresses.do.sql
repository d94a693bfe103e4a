-- Whoever is no lead asks by its addresses: requests and erasures are of a lead, or of these.
ALTER TABLE subject_request ALTER COLUMN lead_id DROP NOT NULL;

-- Gone once they were erased; the request stays.
CREATE TABLE subject_request_address (
  tenant_id uuid NOT NULL,
  request_id uuid NOT NULL,
  address text NOT NULL CONSTRAINT subject_request_address_check CHECK (address ~ '^(email|phone):.'),
  PRIMARY KEY (tenant_id, request_id, address),
  CONSTRAINT subject_request_address_request_fkey FOREIGN KEY (tenant_id, request_id) REFERENCES subject_request (tenant_id, id)
);
SELECT protect_tenant_table('subject_request_address');
CREATE INDEX subject_request_address_idx ON subject_request_address (tenant_id, address);
REVOKE UPDATE, TRUNCATE ON subject_request_address FROM compliance_service;

ALTER TABLE erasure
  ALTER COLUMN lead_id DROP NOT NULL,
  ADD COLUMN subject_request_id uuid,
  ADD CONSTRAINT erasure_subject_check CHECK ((lead_id IS NULL) = (subject_request_id IS NOT NULL)),
  ADD CONSTRAINT erasure_subject_request_fkey FOREIGN KEY (tenant_id, subject_request_id) REFERENCES subject_request (tenant_id, id);
-- A request has one erasure, however often it is taken up.
CREATE UNIQUE INDEX erasure_subject_request_key ON erasure (tenant_id, subject_request_id);
