-- Whose account of the peer a connection is of, as the peer said first; null until it was asked.
ALTER TABLE crm_connection ADD COLUMN account_id text,
  ADD CONSTRAINT crm_connection_account_stated CHECK (account_id <> '');
