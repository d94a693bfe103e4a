-- The rows that were there before the custom fields keep their rule too.
ALTER TABLE lead VALIDATE CONSTRAINT lead_custom_fields_object;
