-- By which the trail knows its events again: by nothing else, so that one scan finds those of all tenants of a transaction. Nobody but the group that records
-- writes to these partitions; it waits while theirs is built.
CREATE INDEX audit_entry_event_idx ON audit_entry (event_id);
