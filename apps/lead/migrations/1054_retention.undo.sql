DROP INDEX document_age_idx;
DROP INDEX crm_sync_run_age_idx;
DROP INDEX import_age_idx;
DROP VIEW known_lead;
DROP TABLE retention_policy;
DROP TABLE legal_hold;
