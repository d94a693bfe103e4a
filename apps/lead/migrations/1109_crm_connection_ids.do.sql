-- Under which id a connection is told: one that is made after another was deleted is another one, and its versions begin anew. Releases that know of none leave it to the default.
ALTER TABLE crm_connection ADD COLUMN connection_id uuid NOT NULL DEFAULT gen_random_uuid();
