DROP FUNCTION discard_exports(interval);
DROP TABLE export;
