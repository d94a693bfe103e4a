-- Row-level security for a table of tenants' rows: no tenant set, or another one, means no rows and no writes.
CREATE FUNCTION protect_tenant_table(target regclass) RETURNS void
LANGUAGE plpgsql SET search_path FROM CURRENT
AS $$
BEGIN
  IF NOT EXISTS (
    SELECT FROM pg_index i JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = i.indkey[0]
    WHERE i.indrelid = target AND i.indisprimary AND a.attname = 'tenant_id' AND a.atttypid = 'uuid'::regtype
  ) THEN
    RAISE EXCEPTION 'the primary key of % must start with tenant_id uuid', target;
  END IF;
  EXECUTE format('ALTER TABLE %s ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY', target);
  EXECUTE format(
    'CREATE POLICY tenant_isolation ON %s
       USING (tenant_id = nullif(current_setting(''app.tenant_id'', true), '''')::uuid)
       WITH CHECK (tenant_id = nullif(current_setting(''app.tenant_id'', true), '''')::uuid)', target);
END
$$;

-- Makes the monthly partitions (UTC) from `months_back` months ago to `months_ahead` months ahead that are missing. Runs as
-- the owner, so that services can call it at start. Partitions are closed to the service: it goes through the parent, whose
-- policies do not hold on a partition that is named directly.
CREATE FUNCTION ensure_month_partitions(parent regclass, months_ahead integer, months_back integer DEFAULT 1) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT SET timezone = 'UTC'
AS $$
DECLARE
  slice    text := current_schema();
  base     text;
  month    date;
  made     integer := 0;
  child    text;
BEGIN
  SELECT c.relname INTO base FROM pg_class c JOIN pg_partitioned_table p ON p.partrelid = c.oid
  WHERE c.oid = parent AND c.relnamespace = slice::regnamespace AND p.partstrat = 'r' AND p.partnatts = 1;
  IF base IS NULL THEN
    RAISE EXCEPTION '% is no table of % that is partitioned by range of one column', parent, slice;
  END IF;
  IF months_ahead NOT BETWEEN 0 AND 120 OR months_back NOT BETWEEN 0 AND 120 THEN
    RAISE EXCEPTION 'months must be 0 to 120';
  END IF;
  PERFORM pg_advisory_xact_lock(hashtextextended('month_partitions', parent::oid::bigint));
  FOR step IN -months_back .. months_ahead LOOP
    month := date_trunc('month', now()) + make_interval(months => step);
    child := base || to_char(month, '"_y"YYYY"m"MM');
    CONTINUE WHEN EXISTS (SELECT FROM pg_class WHERE relnamespace = slice::regnamespace AND relname = child);
    EXECUTE format('CREATE TABLE %I.%I (LIKE %s INCLUDING ALL EXCLUDING IDENTITY)', slice, child, parent);
    EXECUTE format('ALTER TABLE %I.%I ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY', slice, child);
    EXECUTE format('REVOKE ALL ON %I.%I FROM PUBLIC, %I', slice, child, slice || '_service');
    EXECUTE format('ALTER TABLE %s ATTACH PARTITION %I.%I FOR VALUES FROM (%L) TO (%L)', parent, slice, child, month, month + interval '1 month');
    made := made + 1;
  END LOOP;
  RETURN made;
END
$$;
