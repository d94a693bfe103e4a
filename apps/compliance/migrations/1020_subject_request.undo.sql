DROP FUNCTION subject_request_levels(timestamptz);
DROP FUNCTION tenants_with_subject_work(timestamptz, integer);
DROP TABLE subject_export_part, subject_export, subject_request_step, subject_request;
