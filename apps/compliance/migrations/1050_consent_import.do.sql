-- Which import brought a line; null in lines from before, and of those that no import brought.
ALTER TABLE consent_entry ADD COLUMN import_id uuid;
