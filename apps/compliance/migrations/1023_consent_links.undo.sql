-- A validated rule stays as it is; it goes with the migration that made it.
DROP TABLE preference_link;
DROP TABLE consent_confirmation;
