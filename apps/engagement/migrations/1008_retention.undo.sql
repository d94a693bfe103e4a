DROP TABLE retention_archive;
DROP POLICY retention ON interaction;
DROP TABLE retention_policy;
DROP TABLE legal_hold;
