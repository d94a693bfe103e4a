-- Of a link that a lead took over with what went into it: from whom. Undoing the merge gives the record back.
ALTER TABLE crm_link
  ADD COLUMN inherited_from_lead_id uuid,
  ADD CONSTRAINT crm_link_inherited_from_other CHECK (inherited_from_lead_id <> lead_id);
CREATE INDEX crm_link_inherited_idx ON crm_link (tenant_id, provider, inherited_from_lead_id) WHERE inherited_from_lead_id IS NOT NULL;
