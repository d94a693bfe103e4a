DROP FUNCTION purge_expired(interval, integer);
DROP TABLE inbox;
