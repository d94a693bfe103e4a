ALTER TABLE interaction
  DROP CONSTRAINT interaction_content_object,
  DROP CONSTRAINT interaction_not_before_unix,
  DROP CONSTRAINT interaction_not_in_future,
  DROP CONSTRAINT interaction_kind_word,
  DROP CONSTRAINT interaction_value_bounded;
