-- Of a static segment: whether a lead is in it only because one that went into it is.
ALTER TABLE segment_member ADD COLUMN is_inherited boolean NOT NULL DEFAULT false;
