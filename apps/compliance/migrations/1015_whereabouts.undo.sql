DROP TABLE dealing;
ALTER TABLE known_lead
  DROP CONSTRAINT known_lead_country_check,
  DROP COLUMN region,
  DROP COLUMN country,
  DROP COLUMN time_zone;
