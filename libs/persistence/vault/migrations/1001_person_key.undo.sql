DROP FUNCTION find_person_keys(uuid[], uuid[]);
DROP TABLE person_key;
DROP TABLE tenant_secret;
