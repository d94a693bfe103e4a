DROP TABLE known_lead;
DROP TABLE email_message;
DROP TABLE email_event;
DROP TABLE email_event_identity;
DROP FUNCTION find_webhook_endpoint(uuid);
DROP TABLE webhook_endpoint;
