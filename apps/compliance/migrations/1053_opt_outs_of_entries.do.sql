-- Opt-outs that an entry of the list stands for: asked whenever somebody withdraws the entry.
CREATE INDEX opt_out_review_dnc_entry_idx ON opt_out_review USING gin (dnc_entry_ids) WHERE state IN ('acted', 'confirmed');
