-- The rows that were there before keep the rules of 1018 too.
ALTER TABLE import
  VALIDATE CONSTRAINT import_status_known,
  VALIDATE CONSTRAINT import_ended,
  VALIDATE CONSTRAINT import_failure_explained,
  VALIDATE CONSTRAINT import_reversal_counted,
  VALIDATE CONSTRAINT import_dry_changes_nothing;
ALTER TABLE import_row
  VALIDATE CONSTRAINT import_row_names_lead,
  VALIDATE CONSTRAINT import_row_line_positive;
