DROP FUNCTION tenants_with_leads_to_look_at(timestamptz, integer);
DROP TABLE segment_lead_look;
