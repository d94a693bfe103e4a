DROP INDEX consent_confirmation_lead_idx;
DROP INDEX dnc_entry_value_idx;
