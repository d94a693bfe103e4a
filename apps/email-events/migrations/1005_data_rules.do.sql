ALTER TABLE webhook_endpoint
  ADD CONSTRAINT webhook_endpoint_disabled_after_creation CHECK (disabled_at >= created_at - interval '5 minutes') NOT VALID;

ALTER TABLE email_event_identity
  ADD CONSTRAINT email_event_identity_provider_known CHECK (provider IN ('sendgrid')) NOT VALID;

ALTER TABLE email_event
  ADD CONSTRAINT email_event_provider_known CHECK (provider IN ('sendgrid')) NOT VALID;

-- The rank is the state's place on the way of a message; an unknown state has none.
ALTER TABLE email_message
  ADD CONSTRAINT email_message_provider_known CHECK (provider IN ('sendgrid')) NOT VALID,
  ADD CONSTRAINT email_message_state_ranked CHECK (state_rank IS NOT DISTINCT FROM array_position(
    ARRAY['processed', 'deferred', 'delivered', 'opened', 'clicked', 'bounced', 'dropped', 'unsubscribed', 'complained'], state) - 1) NOT VALID,
  ADD CONSTRAINT email_message_begun_before_state CHECK (first_event_at <= state_at) NOT VALID;

ALTER TABLE known_lead
  ADD CONSTRAINT known_lead_sequence_positive CHECK (sequence >= 1) NOT VALID;
