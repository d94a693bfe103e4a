DROP TABLE settings_audit;
DROP TABLE settings;
