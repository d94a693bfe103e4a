-- The rows that were there before the rules keep them too.
ALTER TABLE webhook_endpoint VALIDATE CONSTRAINT webhook_endpoint_disabled_after_creation;
ALTER TABLE email_event_identity VALIDATE CONSTRAINT email_event_identity_provider_known;
ALTER TABLE email_event VALIDATE CONSTRAINT email_event_provider_known;
ALTER TABLE email_message
  VALIDATE CONSTRAINT email_message_provider_known,
  VALIDATE CONSTRAINT email_message_state_ranked,
  VALIDATE CONSTRAINT email_message_begun_before_state;
ALTER TABLE known_lead VALIDATE CONSTRAINT known_lead_sequence_positive;
