-- What others say of an entry that stands as its person's own stop: it holds on when the person takes the stop back, and goes when they do first.
ALTER TABLE dnc_entry
  ADD COLUMN also_stated jsonb,
  ADD CONSTRAINT dnc_entry_also_stated_check CHECK (jsonb_typeof(also_stated) = 'object') NOT VALID;
