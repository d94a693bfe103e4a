-- As drop_month_partition, for a month of the audit trail, which goes as a whole alone and may have entries of any number of tenants: holds of all of
-- them wait for one lock on their table, where the other function takes a lock for each tenant.
CREATE FUNCTION drop_audit_month(parent regclass, month date, agreeing uuid[], at timestamptz) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT SET timezone = 'UTC' SET lock_timeout = '3s'
AS $$
DECLARE
  child text := 'audit_entry' || to_char(month, '"_y"YYYY"m"MM');
BEGIN
  IF parent <> 'audit_entry'::regclass THEN
    RAISE EXCEPTION '% is not the audit trail', parent;
  END IF;
  IF month <> date_trunc('month', month) OR month >= date_trunc('month', now()) - interval '1 month' THEN
    RAISE EXCEPTION 'not a past month that is closed: %', month;
  END IF;
  IF NOT EXISTS (SELECT FROM pg_inherits WHERE inhparent = parent AND inhrelid = to_regclass(child)) THEN
    RETURN false;
  END IF;
  -- Whoever is placing a hold comes first, and whoever comes later waits.
  LOCK TABLE legal_hold IN SHARE MODE;
  IF EXISTS (
    SELECT FROM legal_hold
     WHERE tenant_id = ANY (agreeing) AND released_at IS NULL AND holds_from <= at AND (holds_until IS NULL OR holds_until > at)
  ) THEN
    RETURN false;
  END IF;
  -- Once before anybody has to wait for it, and once while nobody can write.
  FOR look IN 1 .. 2 LOOP
    IF EXISTS (SELECT FROM audit_entry WHERE recorded_at >= month::timestamptz AND recorded_at < (month + interval '1 month')::timestamptz
                                         AND tenant_id NOT IN (SELECT unnest(agreeing))) THEN
      RETURN false;
    END IF;
    LOCK TABLE audit_entry IN ACCESS EXCLUSIVE MODE;
  END LOOP;
  EXECUTE format('DROP TABLE %I', child);
  RETURN true;
END
$$;
