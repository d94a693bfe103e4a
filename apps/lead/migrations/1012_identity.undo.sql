DROP TABLE lead_identity;
