-- What an opt-out closes, or holds up while it waits: the channel by which it came with all that goes with it, and those that its words name.
-- Null in those from before: what goes with the channel.
ALTER TABLE opt_out_review
  ADD COLUMN channels text[]
    CONSTRAINT opt_out_review_channels_check CHECK (channel = ANY (channels) AND channels <@ ARRAY['email', 'sms', 'whatsapp', 'voice', 'social']);
