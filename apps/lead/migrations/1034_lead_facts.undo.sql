DROP FUNCTION lead_standings(uuid, uuid[]);
DROP FUNCTION is_do_not_contact(uuid, uuid, text);
DROP FUNCTION standing_consent(uuid, uuid, text, text);
DROP FUNCTION engagement_points(uuid, uuid, text[], numeric, numeric, timestamptz);
DROP FUNCTION engagement_count(uuid, uuid, text[], timestamptz, timestamptz);
DROP FUNCTION lead_family(uuid, uuid);
DROP TABLE lead_prohibition;
DROP TABLE lead_consent;
