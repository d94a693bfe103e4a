DROP FUNCTION purge_published(interval, integer);
DROP POLICY purge ON outbox;
DROP POLICY purge_read ON outbox;
DROP FUNCTION purge_job_history(interval, integer);
DROP TABLE timed_job_run;
DROP TABLE timed_job;
