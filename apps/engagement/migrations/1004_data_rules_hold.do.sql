-- The rows that were there before the rules keep them too.
ALTER TABLE interaction
  VALIDATE CONSTRAINT interaction_value_bounded,
  VALIDATE CONSTRAINT interaction_kind_word,
  VALIDATE CONSTRAINT interaction_not_in_future,
  VALIDATE CONSTRAINT interaction_not_before_unix,
  VALIDATE CONSTRAINT interaction_content_object;
