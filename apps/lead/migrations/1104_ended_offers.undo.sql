-- Leads that are over are offered to nobody: none come back.
SELECT;
