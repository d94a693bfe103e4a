ALTER TABLE dnc_entry VALIDATE CONSTRAINT dnc_entry_evidence_check;
ALTER TABLE dnc_entry VALIDATE CONSTRAINT dnc_entry_kind_check;
ALTER TABLE dnc_entry VALIDATE CONSTRAINT dnc_entry_value_check;
