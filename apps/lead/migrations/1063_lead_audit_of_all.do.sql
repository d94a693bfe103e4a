-- The audit of all leads, latest first, and that of an actor. What one transaction wrote has one instant, so that a key holds many rows: a file costs next to
-- nothing here.
CREATE INDEX lead_audit_recorded_idx ON lead_audit (tenant_id, recorded_at);
CREATE INDEX lead_audit_actor_idx ON lead_audit (tenant_id, actor_id, recorded_at);
