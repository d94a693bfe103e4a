-- Channels that other records of the person opted out of: stated once, and yet to be told of the record of the link.
ALTER TABLE crm_link ADD COLUMN opted_out_elsewhere text[] NOT NULL DEFAULT '{}';
