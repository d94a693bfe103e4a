ALTER TABLE consent_entry
  ADD CONSTRAINT consent_entry_source_index_check CHECK (source_index >= 0) NOT VALID;

ALTER TABLE decision
  ADD CONSTRAINT decision_reasons_check CHECK (jsonb_typeof(reasons) = 'array' AND jsonb_array_length(reasons) > 0) NOT VALID,
  ADD CONSTRAINT decision_inputs_check CHECK (jsonb_typeof(inputs) = 'object') NOT VALID;
