DROP FUNCTION tenants_with_processing_reviews(date, integer);
DROP TABLE processing_activity_version, processing_activity;
