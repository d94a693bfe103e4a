-- The rows that were there before erasures keep their rules too.
ALTER TABLE lead
  VALIDATE CONSTRAINT lead_identified,
  VALIDATE CONSTRAINT lead_erased_is_blank;
