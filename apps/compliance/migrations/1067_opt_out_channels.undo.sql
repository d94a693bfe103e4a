ALTER TABLE opt_out_review DROP COLUMN channels;
