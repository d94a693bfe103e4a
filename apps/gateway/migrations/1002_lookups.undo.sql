DROP FUNCTION find_tenant(text);
DROP FUNCTION find_api_key(bytea);
DROP POLICY lookup ON tenant;
DROP POLICY lookup ON api_key;
