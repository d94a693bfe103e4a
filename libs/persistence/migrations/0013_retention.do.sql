-- Tenants that have rows of a table from before an instant, in the order of their ids, those after `after` alone. Runs as the owner, which sees
-- rows only of tables that let it (a policy for SELECT): the job that goes by age looks before it knows the tenant.
CREATE FUNCTION tenants_with_rows_before(target regclass, instant name, before timestamptz, after uuid, max_tenants integer) RETURNS SETOF uuid
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path FROM CURRENT
AS $$
DECLARE
  tenant uuid := after;
BEGIN
  IF NOT EXISTS (SELECT FROM pg_class WHERE oid = target AND relnamespace = current_schema()::regnamespace) THEN
    RAISE EXCEPTION '% is no table of %', target, current_schema();
  END IF;
  -- From tenant to tenant along the key, not through all their rows.
  FOR step IN 1 .. max_tenants LOOP
    EXECUTE format('SELECT tenant_id FROM %s WHERE tenant_id > $1 AND %I < $2 ORDER BY tenant_id LIMIT 1', target, instant)
      INTO tenant USING tenant, before;
    EXIT WHEN tenant IS NULL;
    RETURN NEXT tenant;
  END LOOP;
END
$$;

-- Drops the partition of a month that is closed: the present month and the one before are written to. Nothing happens, and the answer is false,
-- when a tenant has rows there that is not among those that agree, or one that agrees has a legal hold in force. Holds wait until it is done.
CREATE FUNCTION drop_month_partition(parent regclass, month date, agreeing uuid[], at timestamptz) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT SET timezone = 'UTC' SET lock_timeout = '3s'
AS $$
DECLARE
  slice   text := current_schema();
  base    text;
  instant text;
  child   text;
  others  boolean;
BEGIN
  SELECT c.relname, a.attname INTO base, instant
    FROM pg_class c JOIN pg_partitioned_table p ON p.partrelid = c.oid
         JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = p.partattrs[0]
   WHERE c.oid = parent AND c.relnamespace = slice::regnamespace AND p.partstrat = 'r' AND p.partnatts = 1;
  IF base IS NULL THEN
    RAISE EXCEPTION '% is no table of % that is partitioned by range of one column', parent, slice;
  END IF;
  IF month <> date_trunc('month', month) OR month >= date_trunc('month', now()) - interval '1 month' THEN
    RAISE EXCEPTION 'not a past month that is closed: %', month;
  END IF;
  SELECT c.relname INTO child FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
   WHERE i.inhparent = parent AND c.relname = base || to_char(month, '"_y"YYYY"m"MM');
  IF child IS NULL THEN
    RETURN false;
  END IF;
  PERFORM pg_advisory_xact_lock(hashtextextended('legal-holds:' || tenant::text, 0)) FROM (SELECT unnest(agreeing) AS tenant ORDER BY 1) AS agreed;
  IF cardinality(agreeing) > 0 AND EXISTS (
    SELECT FROM legal_hold
     WHERE tenant_id = ANY (agreeing) AND released_at IS NULL AND holds_from <= at AND (holds_until IS NULL OR holds_until > at)
  ) THEN
    RETURN false;
  END IF;
  -- Once before anybody has to wait for it, and once while nobody can write.
  FOR look IN 1 .. 2 LOOP
    EXECUTE format('SELECT EXISTS (SELECT FROM %s WHERE %I >= $1 AND %I < $2 AND tenant_id <> ALL ($3))', parent, instant, instant)
      INTO others USING month::timestamptz, (month + interval '1 month')::timestamptz, agreeing;
    IF others THEN
      RETURN false;
    END IF;
    EXECUTE format('LOCK TABLE %s IN ACCESS EXCLUSIVE MODE', parent);
  END LOOP;
  EXECUTE format('DROP TABLE %I.%I', slice, child);
  RETURN true;
END
$$;
