DROP TABLE retention_archive;
DROP TABLE held_address;
DROP POLICY retention ON email_event;
DROP TABLE retention_policy;
DROP TABLE legal_hold;
