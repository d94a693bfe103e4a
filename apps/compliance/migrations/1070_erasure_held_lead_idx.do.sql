-- Decisions ask for whom an erasure is under way, by lead; those that a hold keeps are found as those that are being erased.
CREATE INDEX erasure_held_lead_lead_idx ON erasure_held_lead (tenant_id, lead_id);
