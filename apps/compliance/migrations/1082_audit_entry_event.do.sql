-- By which the trail knows its events again. Nothing but the group that records writes to these partitions: it waits while theirs is built.
CREATE INDEX audit_entry_event_idx ON audit_entry (tenant_id, event_id);
