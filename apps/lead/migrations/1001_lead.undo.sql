DROP TABLE lead_audit;
DROP TABLE lead_status_history;
DROP TABLE lead;
