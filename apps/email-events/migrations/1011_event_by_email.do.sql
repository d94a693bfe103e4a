-- What providers told of an address: an erasure and a copy of somebody's data ask for it.
CREATE INDEX email_event_by_email ON email_event (tenant_id, email) WHERE email IS NOT NULL;
