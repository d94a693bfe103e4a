DROP FUNCTION erase_consent_remains(uuid[]);
DROP INDEX preference_link_lead_idx;
