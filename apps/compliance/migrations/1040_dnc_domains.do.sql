-- Entries for all e-mail addresses of a domain and of those below it, and by what it can be shown that somebody asked for an entry. Not validated here, so
-- that nothing waits while old rows are read; 1041 does that.
ALTER TABLE dnc_entry
  ADD COLUMN evidence jsonb,
  ADD CONSTRAINT dnc_entry_evidence_check CHECK (jsonb_typeof(evidence) = 'object') NOT VALID,
  DROP CONSTRAINT dnc_entry_kind_check,
  ADD CONSTRAINT dnc_entry_kind_check CHECK (kind IN ('phone', 'email', 'domain')) NOT VALID,
  DROP CONSTRAINT dnc_entry_value_check,
  ADD CONSTRAINT dnc_entry_value_check CHECK (CASE kind
    WHEN 'phone' THEN value ~ '^\+[1-9][0-9]{1,14}$'
    WHEN 'domain' THEN value ~ '^([a-z0-9]([a-z0-9-]*[a-z0-9])?\.)+[a-z0-9]([a-z0-9-]*[a-z0-9])?$'
    ELSE value = lower(value) AND value LIKE '_%@_%' END) NOT VALID;
