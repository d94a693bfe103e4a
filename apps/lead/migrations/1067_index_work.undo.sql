DROP FUNCTION tenants_with_index_work(integer);
DROP POLICY custom_field_index_work ON custom_field;
ALTER TABLE lead_custom_value DROP CONSTRAINT lead_custom_value_unique_when_settled, DROP COLUMN settled;
DROP INDEX custom_field_index_work_idx;
ALTER TABLE custom_field
  DROP CONSTRAINT custom_field_filled_while_work,
  DROP CONSTRAINT custom_field_index_work_known,
  DROP COLUMN index_filled_up_to,
  DROP COLUMN index_work;
