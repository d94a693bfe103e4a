-- Leads that nobody looked at yet are given out before those that wait for long.
CREATE INDEX distribution_queue_new_idx ON distribution_queue (tenant_id, look_at, lead_id) WHERE reason = 'new';
