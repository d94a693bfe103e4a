-- Whose scores the timed jobs have to look at is asked without a tenant. Only the owner, in whose name the functions run, sees all.
CREATE POLICY lead_temperature_jobs ON lead_temperature FOR SELECT TO lead_owner USING (true);
CREATE POLICY scoring_model_jobs ON scoring_model FOR SELECT TO lead_owner USING (true);
CREATE POLICY scoring_rehearsal_jobs ON scoring_rehearsal FOR SELECT TO lead_owner USING (true);

/* Tenants with leads whose temperature time may have changed by `due`, or with a model that not all leads were judged by yet. */
CREATE FUNCTION tenants_with_scores_to_judge(due timestamptz, most integer) RETURNS SETOF uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path FROM CURRENT AS $$
  (SELECT tenant_id FROM scoring_model WHERE judged_up_to IS NOT NULL LIMIT most)
  UNION
  (SELECT tenant_id FROM (SELECT tenant_id FROM lead_temperature WHERE look_at <= due ORDER BY look_at LIMIT 1000) AS waiting)
  LIMIT most;
$$;

/* Tenants with rehearsals that are not at their end. */
CREATE FUNCTION tenants_with_rehearsals(most integer) RETURNS SETOF uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path FROM CURRENT AS $$
  SELECT DISTINCT tenant_id FROM scoring_rehearsal WHERE status = 'running' LIMIT most;
$$;
REVOKE ALL ON FUNCTION tenants_with_scores_to_judge(timestamptz, integer), tenants_with_rehearsals(integer) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION tenants_with_scores_to_judge(timestamptz, integer), tenants_with_rehearsals(integer) TO lead_service;
