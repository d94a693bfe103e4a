DROP TABLE consent_entry;
