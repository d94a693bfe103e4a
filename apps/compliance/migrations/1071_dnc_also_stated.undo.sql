-- Entries that a person and others state are lifted by whoever lifts them first, as before.
ALTER TABLE dnc_entry DROP COLUMN also_stated;
