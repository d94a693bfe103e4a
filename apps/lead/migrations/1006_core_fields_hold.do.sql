-- The rows that were there before the fields keep their rules too.
ALTER TABLE lead
  VALIDATE CONSTRAINT lead_address_object,
  VALIDATE CONSTRAINT lead_property_object,
  VALIDATE CONSTRAINT lead_country_code,
  VALIDATE CONSTRAINT lead_budget_whole,
  VALIDATE CONSTRAINT lead_budget_not_negative,
  VALIDATE CONSTRAINT lead_budget_in_order,
  VALIDATE CONSTRAINT lead_lifecycle_stage_known;
ALTER TABLE lead_audit VALIDATE CONSTRAINT lead_audit_action_known;
