ALTER TABLE crm_link DROP COLUMN opted_out_elsewhere;
