-- Refused while there is a request or an erasure of somebody who is no lead: the release before could not read it.
ALTER TABLE erasure ALTER COLUMN lead_id SET NOT NULL;
ALTER TABLE erasure DROP CONSTRAINT erasure_subject_check, DROP CONSTRAINT erasure_subject_request_fkey, DROP COLUMN subject_request_id;
DROP TABLE subject_request_address;
ALTER TABLE subject_request ALTER COLUMN lead_id SET NOT NULL;
