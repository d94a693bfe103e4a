-- Under which id a type is told: one that is added after another of its name was removed is another one. Releases that know of none leave it to the default.
ALTER TABLE relationship_type ADD COLUMN type_id uuid NOT NULL DEFAULT gen_random_uuid();
