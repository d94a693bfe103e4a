ALTER TABLE import
  DROP COLUMN reversal_actor_kind,
  DROP COLUMN reversal_actor_id,
  DROP COLUMN reversal_client_ip,
  DROP COLUMN reversal_request_id,
  DROP COLUMN reversal_traceparent,
  DROP COLUMN reversal_asked_at;
