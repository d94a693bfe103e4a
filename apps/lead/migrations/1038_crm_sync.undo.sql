DROP FUNCTION tenants_with_due_crm_syncs(timestamptz, integer);
DROP FUNCTION claim_crm_sync_run(interval);
DROP TABLE crm_sync_record;
DROP TABLE crm_sync_run;
DROP TABLE contact_stance;
DROP TABLE crm_waiting_lead;
DROP TABLE crm_link;
DROP TABLE crm_connection;
