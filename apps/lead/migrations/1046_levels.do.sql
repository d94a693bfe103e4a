-- How syncs and the queue of distribution stand over all tenants, for metrics: numbers alone, of no tenant in particular. Only the owner, in
-- whose name the functions run, sees all.
CREATE POLICY distribution_queue_levels ON distribution_queue FOR SELECT TO CURRENT_USER USING (true);

/* Of each provider the connections that are not paused, those that are late (their last good sync, or what was last said of them, is longer ago
   than three of their intervals and an hour), and the last good sync of any. */
CREATE FUNCTION crm_sync_levels(at timestamptz) RETURNS TABLE (provider text, connections integer, late integer, last_good_at timestamptz)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path FROM CURRENT AS $$
  SELECT c.provider, count(*)::integer,
    count(*) FILTER (WHERE greatest(c.synced_at, c.updated_at)
      + 3 * make_interval(mins => (c.settings->>'everyMinutes')::integer) + interval '1 hour' < at)::integer,
    max(c.synced_at)
  FROM crm_connection c WHERE NOT c.is_paused GROUP BY c.provider;
$$;

/* Leads that wait for an owner where rules are active, by why they wait, and since when the first of them does. */
CREATE FUNCTION distribution_queue_levels() RETURNS TABLE (reason text, leads integer, oldest_at timestamptz)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path FROM CURRENT AS $$
  SELECT q.reason, count(*)::integer, min(q.entered_at)
  FROM distribution_queue q JOIN distribution_rule_set s ON s.tenant_id = q.tenant_id AND s.status = 'active' GROUP BY q.reason;
$$;
REVOKE ALL ON FUNCTION crm_sync_levels(timestamptz), distribution_queue_levels() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION crm_sync_levels(timestamptz), distribution_queue_levels() TO lead_service;
