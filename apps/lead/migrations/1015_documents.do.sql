-- Files; their bytes lie in the storage under tenant and id. `lead_id` follows from the entity, so that the database itself finds orphans.
CREATE TABLE document (
  tenant_id   uuid        NOT NULL,
  document_id uuid        NOT NULL,
  entity_kind text        NOT NULL,
  entity_id   uuid        NOT NULL,
  lead_id     uuid        GENERATED ALWAYS AS (CASE WHEN entity_kind = 'lead' THEN entity_id END) STORED,
  -- The row is there before its bytes and goes after them, so that nothing lies in the storage that no row knows.
  state       text        NOT NULL,
  file_name   text        NOT NULL,
  media_type  text        NOT NULL,
  size_bytes  bigint      NOT NULL,
  sha256      text        NOT NULL,
  author_kind text        NOT NULL,
  author_id   text        NOT NULL,
  created_at  timestamptz NOT NULL,
  deleted_at  timestamptz,
  PRIMARY KEY (tenant_id, document_id),
  CONSTRAINT document_lead_fkey FOREIGN KEY (tenant_id, lead_id) REFERENCES lead (tenant_id, lead_id),
  CONSTRAINT document_entity_known CHECK (entity_kind IN ('lead')),
  CONSTRAINT document_state_known CHECK (state IN ('uploading', 'stored', 'discarded')),
  CONSTRAINT document_named CHECK (file_name <> ''),
  CONSTRAINT document_size_positive CHECK (size_bytes >= 1),
  CONSTRAINT document_sha256_hex CHECK (sha256 ~ '^[0-9a-f]{64}$'),
  CONSTRAINT document_author_known CHECK (author_kind IN ('member', 'api-key', 'service')),
  CONSTRAINT document_deleted_when_stored CHECK (deleted_at IS NULL OR state = 'stored'),
  CONSTRAINT document_deleted_after_creation CHECK (deleted_at >= created_at - interval '5 minutes')
);
CREATE INDEX document_entity_idx ON document (tenant_id, entity_kind, entity_id, created_at DESC, document_id DESC) WHERE state = 'stored';
CREATE INDEX document_unfinished_idx ON document (created_at) WHERE state <> 'stored';
SELECT protect_tenant_table('document');

-- The sweep asks before it knows the tenants. Only the owner, in whose name the function runs, sees all.
CREATE POLICY document_sweep ON document FOR SELECT TO lead_owner USING (true);

/* Documents whose upload came to nothing: discarded ones, and those that began before `begun_before`. */
CREATE FUNCTION abandoned_documents(begun_before timestamptz) RETURNS TABLE (tenant_id uuid, document_id uuid)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path FROM CURRENT AS $$
  SELECT d.tenant_id, d.document_id FROM document d
  WHERE d.state = 'discarded' OR (d.state = 'uploading' AND d.created_at < begun_before)
  ORDER BY d.created_at LIMIT 1000;
$$;
REVOKE ALL ON FUNCTION abandoned_documents(timestamptz) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION abandoned_documents(timestamptz) TO lead_service;
