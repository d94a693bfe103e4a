DROP TABLE lead_stream;
DROP TABLE known_lead;
