DROP TABLE lead_custom_value;
DROP TABLE custom_field_audit;
DROP TABLE custom_field;
ALTER TABLE lead DROP COLUMN custom_fields;
