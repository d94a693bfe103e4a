DROP TABLE lifecycle_daily;
DROP TABLE lead_lifecycle;
