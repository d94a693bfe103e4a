/* Persons who are looked for in the files of imports, until compliance is answered: a file at a time, so that no transaction lasts as long as all of them take.
   What is looked for is sealed under the key of the request, which goes before the certificate. */
CREATE TABLE file_search (
  tenant_id  uuid        NOT NULL,
  request_id uuid        NOT NULL,
  round      integer     NOT NULL CONSTRAINT file_search_round_check CHECK (round >= 1),
  -- What was asked, without addresses.
  asked      jsonb       NOT NULL CONSTRAINT file_search_asked_check CHECK (jsonb_typeof(asked) = 'object' AND NOT asked ? 'addresses'),
  key_id     uuid        NOT NULL,
  addresses  bytea       NOT NULL CONSTRAINT file_search_addresses_check CHECK (octet_length(addresses) >= 28),
  -- Imports whose files were read, and those of them in which the person stands.
  searched   uuid[]      NOT NULL DEFAULT '{}',
  naming     uuid[]      NOT NULL DEFAULT '{}' CONSTRAINT file_search_naming_check CHECK (naming <@ searched),
  begun_at   timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (tenant_id, request_id, round)
);
SELECT protect_tenant_table('file_search');

-- The job that searches looks before it knows the tenant. Only the owner, in whose name the function below runs, sees these.
CREATE POLICY file_search_jobs ON file_search FOR SELECT TO lead_owner USING (true);

-- Tenants with searches that are not answered; those that wait longest first.
CREATE FUNCTION tenants_with_file_searches(most integer) RETURNS SETOF uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path FROM CURRENT AS $$
  SELECT tenant_id FROM file_search GROUP BY tenant_id ORDER BY min(begun_at) LIMIT most;
$$;
REVOKE ALL ON FUNCTION tenants_with_file_searches(integer) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION tenants_with_file_searches(integer) TO lead_service;
