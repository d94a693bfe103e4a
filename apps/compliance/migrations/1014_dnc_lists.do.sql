-- Lists of phone numbers that others keep, or the tenant besides its entries. A list's version says which pages count: of each area code the
-- one with the highest version up to it. Pages of a version to come lie beside them, and nobody looks at them before the list has that version.
CREATE TABLE dnc_registry (
  tenant_id uuid NOT NULL,
  source text NOT NULL CONSTRAINT dnc_registry_source_check CHECK (source ~ '^(us-national|us-[a-z]{2}|own-[a-z0-9]+(-[a-z0-9]+)*)$'),
  version bigint NOT NULL CONSTRAINT dnc_registry_version_check CHECK (version >= 1),
  listed_at timestamptz NOT NULL,
  loaded_at timestamptz NOT NULL CONSTRAINT dnc_registry_loading_check CHECK (loaded_at >= listed_at),
  size bigint NOT NULL CONSTRAINT dnc_registry_size_check CHECK (size >= 0),
  -- Of what the version is made. Numbers of versions come again when a backup is brought back; this does not.
  load_id uuid NOT NULL,
  PRIMARY KEY (tenant_id, source),
  CONSTRAINT dnc_registry_load_fkey FOREIGN KEY (tenant_id, load_id) REFERENCES dnc_load (tenant_id, id)
);
SELECT protect_tenant_table('dnc_registry');

CREATE TABLE dnc_registry_page (
  tenant_id uuid NOT NULL,
  source text NOT NULL,
  area_code smallint NOT NULL CONSTRAINT dnc_registry_page_area_code_check CHECK (area_code BETWEEN 200 AND 999),
  version bigint NOT NULL CONSTRAINT dnc_registry_page_version_check CHECK (version >= 1),
  size integer NOT NULL CONSTRAINT dnc_registry_page_size_check CHECK (size BETWEEN 0 AND 10000000),
  -- As in a file of a list: counts, words, checksum.
  content bytea NOT NULL,
  PRIMARY KEY (tenant_id, source, area_code, version)
);
SELECT protect_tenant_table('dnc_registry_page');
-- Bits of numbers that were given out at random: compressing them costs more than it saves.
ALTER TABLE dnc_registry_page ALTER COLUMN content SET STORAGE EXTERNAL;
