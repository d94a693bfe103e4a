DROP FUNCTION distribution_queue_levels();
DROP FUNCTION crm_sync_levels(timestamptz);
DROP POLICY distribution_queue_levels ON distribution_queue;
