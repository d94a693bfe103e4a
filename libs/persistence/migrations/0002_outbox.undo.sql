DROP TABLE outbox;
DROP FUNCTION wake_outbox_relay();
