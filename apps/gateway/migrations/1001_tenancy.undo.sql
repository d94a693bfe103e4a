DROP TABLE api_key;
DROP TABLE member;
DROP TABLE tenant;
