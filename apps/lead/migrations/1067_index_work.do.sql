-- What is left to do for the rows of a field's index; null = nothing: they are as the field is marked, as those of all fields were so far.
ALTER TABLE custom_field
  ADD COLUMN index_work text,
  -- The last lead that was gone through; null before the first.
  ADD COLUMN index_filled_up_to uuid,
  ADD CONSTRAINT custom_field_index_work_known CHECK (index_work IN ('filling', 'checking', 'conflicting', 'emptying')),
  ADD CONSTRAINT custom_field_filled_while_work CHECK (index_filled_up_to IS NULL OR index_work IS NOT NULL);
CREATE INDEX custom_field_index_work_idx ON custom_field (tenant_id) WHERE index_work IS NOT NULL;

-- False while it is not known whether the value of a unique field is the lead's alone.
ALTER TABLE lead_custom_value
  ADD COLUMN settled boolean NOT NULL DEFAULT true,
  ADD CONSTRAINT lead_custom_value_unique_when_settled CHECK (settled OR NOT is_unique) NOT VALID;

-- Whose fields are worked on is asked without a tenant. Only the owner, in whose name the function below runs, sees these.
CREATE POLICY custom_field_index_work ON custom_field FOR SELECT TO lead_owner USING (index_work IS NOT NULL);

/* Tenants with fields whose index is worked on, `most` at most: those that wait for nobody first, the others in no order, so that each has its turn. */
CREATE FUNCTION tenants_with_index_work(most integer) RETURNS SETOF uuid
LANGUAGE sql SECURITY DEFINER SET search_path FROM CURRENT AS $$
  SELECT tenant_id FROM custom_field WHERE index_work IS NOT NULL
  GROUP BY tenant_id ORDER BY bool_and(index_work = 'conflicting'), random() LIMIT most;
$$;
REVOKE ALL ON FUNCTION tenants_with_index_work(integer) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION tenants_with_index_work(integer) TO lead_service;
