-- How far a consumer group has come in each partition, stored with the effects. No tenant: a partition holds records of many.
CREATE TABLE consumer_progress (
  consumer_group text        NOT NULL,
  topic          text        NOT NULL,
  partition      integer     NOT NULL CHECK (partition >= 0),
  -- Grows with every assignment: whoever holds a lower one has lost the partition.
  fencing_token  bigint      NOT NULL DEFAULT 0,
  -- Offset of the next record to handle: everything below is handled.
  high_water     bigint      NOT NULL DEFAULT 0,
  -- End of the partition when last seen: offset of the next record to be written.
  log_end        bigint,
  -- Time of the last record handled.
  last_record_at timestamptz,
  updated_at     timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (consumer_group, topic, partition)
) WITH (fillfactor = 50);
