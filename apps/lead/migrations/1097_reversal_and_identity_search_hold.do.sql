-- The rows that were there before keep the rules of 1095 and 1096 too.
ALTER TABLE import VALIDATE CONSTRAINT import_reversal_by_somebody, VALIDATE CONSTRAINT import_reversal_actor_known;
ALTER TABLE lead_identity
  VALIDATE CONSTRAINT lead_identity_search_version_not_negative,
  VALIDATE CONSTRAINT lead_identity_search_keys_few;
