DROP FUNCTION standings_of_leads(uuid, uuid[]);
DROP FUNCTION is_contact_prohibited(uuid, uuid, text);
DROP FUNCTION leads_under_domains(uuid, text[]);
DROP FUNCTION email_domains(text);
DROP INDEX lead_prohibition_domain_idx;
-- Entries for domains stay: a release that does not know them asks for none.
ALTER TABLE lead_prohibition
  DROP CONSTRAINT lead_prohibition_kind_known,
  ADD CONSTRAINT lead_prohibition_kind_known CHECK (kind IN ('phone', 'email')) NOT VALID;
