DROP INDEX audit_entry_event_idx;
