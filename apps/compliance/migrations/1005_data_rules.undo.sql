ALTER TABLE decision DROP CONSTRAINT decision_inputs_check, DROP CONSTRAINT decision_reasons_check;
ALTER TABLE consent_entry DROP CONSTRAINT consent_entry_source_index_check;
