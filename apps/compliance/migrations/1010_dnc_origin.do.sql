-- Events that brought prohibitions: each counts once for ever, also when its entry was withdrawn since.
CREATE TABLE dnc_origin (
  tenant_id uuid NOT NULL,
  event_id uuid NOT NULL,
  PRIMARY KEY (tenant_id, event_id)
);
SELECT protect_tenant_table('dnc_origin');
