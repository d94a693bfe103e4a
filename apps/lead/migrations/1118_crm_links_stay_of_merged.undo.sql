-- Of several leads that had one record the one that has it is kept, or had it last. A row that is taken away here is one that the code of before took away itself.
ALTER TABLE crm_link NO FORCE ROW LEVEL SECURITY;
DELETE FROM crm_link AS former
USING crm_link AS present
WHERE former.state = 'ended'
  AND present.tenant_id = former.tenant_id AND present.provider = former.provider AND present.peer_id = former.peer_id
  AND (present.state = 'live', present.reason IS DISTINCT FROM 'lead-merged', present.lead_id) > (false, former.reason <> 'lead-merged', former.lead_id);
ALTER TABLE crm_link FORCE ROW LEVEL SECURITY;
CREATE UNIQUE INDEX crm_link_peer_key ON crm_link (tenant_id, provider, peer_id);
