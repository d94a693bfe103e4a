-- Texts in which an opt-out was found: those that were acted on at once, and those that wait for a person or were looked at by one.
-- Evidence is the message's id and the words that spoke; of the text itself an extract is kept only while somebody must read it.
CREATE TABLE opt_out_review (
  tenant_id uuid NOT NULL,
  id uuid NOT NULL,
  lead_id uuid NOT NULL,
  channel text NOT NULL CONSTRAINT opt_out_review_channel_check CHECK (channel IN ('email', 'sms', 'whatsapp', 'voice', 'social')),
  message_id text NOT NULL,
  received_at timestamptz NOT NULL,
  found_at timestamptz NOT NULL,
  state text NOT NULL CONSTRAINT opt_out_review_state_check CHECK (state IN ('acted', 'waiting', 'confirmed', 'dismissed', 'lifted')),
  reason text NOT NULL,
  confidence01 double precision NOT NULL CONSTRAINT opt_out_review_confidence_check CHECK (confidence01 BETWEEN 0 AND 1),
  matched text[] NOT NULL,
  extract text CONSTRAINT opt_out_review_extract_check CHECK (length(extract) <= 500),
  rules_version text NOT NULL,
  dnc_entry_ids uuid[] NOT NULL,
  closed_at timestamptz,
  closed_by_kind text,
  closed_by_id text,
  PRIMARY KEY (tenant_id, id),
  CONSTRAINT opt_out_review_message_key UNIQUE (tenant_id, lead_id, channel, message_id),
  CONSTRAINT opt_out_review_closing_check CHECK ((state = 'waiting') = (closed_at IS NULL)),
  CONSTRAINT opt_out_review_closer_check CHECK ((closed_at IS NULL) = (closed_by_kind IS NULL) AND (closed_at IS NULL) = (closed_by_id IS NULL)),
  CONSTRAINT opt_out_review_open_text_check CHECK (state = 'waiting' OR extract IS NULL)
);
-- What holds up contact with a lead, and what a later opt-in would lift.
CREATE INDEX opt_out_review_lead_idx ON opt_out_review (tenant_id, lead_id, channel, state);
-- The queue.
CREATE INDEX opt_out_review_waiting_idx ON opt_out_review (tenant_id, id) WHERE state = 'waiting';
SELECT protect_tenant_table('opt_out_review');
