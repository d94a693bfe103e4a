-- Without force the owner sees the rows of every tenant.
ALTER TABLE email_event NO FORCE ROW LEVEL SECURITY;
UPDATE email_event SET payload = '{}' WHERE payload IS NULL;
ALTER TABLE email_event FORCE ROW LEVEL SECURITY, ALTER COLUMN payload SET NOT NULL;
DROP TABLE erased_address;
