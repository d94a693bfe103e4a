DROP FUNCTION tenants_with_file_searches(integer);
DROP TABLE file_search;
