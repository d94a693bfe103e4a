DROP FUNCTION standings_of_leads(uuid, uuid[], timestamptz);
DROP FUNCTION contact_prohibition(uuid, uuid, text, timestamptz);
DROP FUNCTION consent_standing(uuid, uuid, text, text, timestamptz);
DROP FUNCTION holding_consent(lead_consent, timestamptz);
DROP INDEX lead_prohibition_end_idx, lead_consent_end_idx;
ALTER TABLE lead_prohibition DROP COLUMN expires_at;
