ALTER TABLE known_lead DROP CONSTRAINT known_lead_sequence_positive;
ALTER TABLE email_message
  DROP CONSTRAINT email_message_begun_before_state,
  DROP CONSTRAINT email_message_state_ranked,
  DROP CONSTRAINT email_message_provider_known;
ALTER TABLE email_event DROP CONSTRAINT email_event_provider_known;
ALTER TABLE email_event_identity DROP CONSTRAINT email_event_identity_provider_known;
ALTER TABLE webhook_endpoint DROP CONSTRAINT webhook_endpoint_disabled_after_creation;
