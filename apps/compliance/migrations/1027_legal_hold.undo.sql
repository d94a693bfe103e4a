DROP TABLE lead_deletion;
DROP TABLE legal_hold;
