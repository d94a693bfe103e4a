-- What an erasure and a copy of somebody's data look up by person, entries that were withdrawn included.
CREATE INDEX dnc_entry_value_idx ON dnc_entry (tenant_id, kind, value);
CREATE INDEX consent_confirmation_lead_idx ON consent_confirmation (tenant_id, lead_id);
