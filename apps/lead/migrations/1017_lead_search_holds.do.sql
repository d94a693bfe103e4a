-- The rows that were there before keep the rules too.
ALTER TABLE lead
  VALIDATE CONSTRAINT lead_search_version_not_negative,
  VALIDATE CONSTRAINT lead_search_keys_few;
