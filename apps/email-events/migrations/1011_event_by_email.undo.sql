DROP INDEX email_event_by_email;
