-- How often a tenant has said which fields tell people apart: facts come and go as rows, and an empty list has none that could count it.
CREATE TABLE duplicate_fact_list (
  tenant_id uuid PRIMARY KEY,
  version integer NOT NULL,
  CONSTRAINT duplicate_fact_list_version_positive CHECK (version >= 1)
);
SELECT protect_tenant_table('duplicate_fact_list');
