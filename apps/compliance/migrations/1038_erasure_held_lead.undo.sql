DROP TABLE erasure_held_lead;
