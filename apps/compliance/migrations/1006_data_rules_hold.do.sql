-- The rows that were there before the rules keep them too.
ALTER TABLE consent_entry VALIDATE CONSTRAINT consent_entry_source_index_check;
ALTER TABLE decision
  VALIDATE CONSTRAINT decision_reasons_check,
  VALIDATE CONSTRAINT decision_inputs_check;
