-- The contract's bounds, whichever code writes; clocks may be five minutes apart. NaN is above every bound, infinity too.
ALTER TABLE interaction
  ADD CONSTRAINT interaction_value_bounded CHECK (value <= 1000000) NOT VALID,
  ADD CONSTRAINT interaction_kind_word CHECK (kind ~ '^[a-z][a-z0-9_]{0,63}$') NOT VALID,
  ADD CONSTRAINT interaction_not_in_future CHECK (occurred_at <= recorded_at + interval '5 minutes') NOT VALID,
  ADD CONSTRAINT interaction_not_before_unix CHECK (occurred_at >= '1970-01-01T00:00:00Z') NOT VALID,
  ADD CONSTRAINT interaction_content_object CHECK (jsonb_typeof(content) = 'object') NOT VALID;
