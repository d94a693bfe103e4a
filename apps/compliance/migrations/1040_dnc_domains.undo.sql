-- Entries for domains stay: a release that does not know them asks for none.
ALTER TABLE dnc_entry
  DROP COLUMN evidence,
  DROP CONSTRAINT dnc_entry_kind_check,
  ADD CONSTRAINT dnc_entry_kind_check CHECK (kind IN ('phone', 'email')) NOT VALID,
  DROP CONSTRAINT dnc_entry_value_check,
  ADD CONSTRAINT dnc_entry_value_check
    CHECK (CASE kind WHEN 'phone' THEN value ~ '^\+[1-9][0-9]{1,14}$' ELSE value = lower(value) AND value LIKE '_%@_%' END) NOT VALID;
