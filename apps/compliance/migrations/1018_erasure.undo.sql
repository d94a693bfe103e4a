DROP FUNCTION tenants_with_erasures();
DROP FUNCTION tenants_with_open_erasures(integer);
DROP TABLE destroyed_reference;
DROP TABLE erasure_answer;
DROP TABLE erasure_address;
DROP TABLE erasure_lead;
DROP TABLE erasure;
