-- Leads of a person who is being erased that a legal hold keeps: nothing of them goes.
CREATE TABLE erasure_held_lead (
  tenant_id uuid NOT NULL,
  erasure_id uuid NOT NULL,
  lead_id uuid NOT NULL,
  PRIMARY KEY (tenant_id, erasure_id, lead_id),
  CONSTRAINT erasure_held_lead_erasure_fkey FOREIGN KEY (tenant_id, erasure_id) REFERENCES erasure (tenant_id, id)
);
SELECT protect_tenant_table('erasure_held_lead');
