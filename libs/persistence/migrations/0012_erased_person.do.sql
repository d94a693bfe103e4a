-- Leads whose person was erased: an id means one person for ever, so nothing is to be kept under it again. Rows are added, never taken back.
CREATE TABLE erased_person (
  tenant_id uuid        NOT NULL,
  lead_id   uuid        NOT NULL,
  erased_at timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, lead_id)
);
SELECT protect_tenant_table('erased_person');
DO $$
BEGIN
  EXECUTE format('REVOKE UPDATE, DELETE, TRUNCATE ON erased_person FROM %I', current_schema() || '_service');
END
$$;
