DROP FUNCTION tenants_with_rehearsals(integer);
DROP FUNCTION tenants_with_scores_to_judge(timestamptz, integer);
DROP POLICY scoring_rehearsal_jobs ON scoring_rehearsal;
DROP POLICY scoring_model_jobs ON scoring_model;
DROP POLICY lead_temperature_jobs ON lead_temperature;
