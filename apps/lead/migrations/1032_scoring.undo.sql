DROP FUNCTION scoring_contributions_of(uuid, uuid[], timestamptz);
DROP TABLE lead_temperature;
DROP TABLE scoring_retraction;
DROP TABLE scoring_contribution;
DROP TABLE scoring_rehearsal;
DROP TABLE scoring_model_audit;
DROP TABLE scoring_model;
