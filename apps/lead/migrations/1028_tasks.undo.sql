DROP TRIGGER lead_hides_tasks ON lead;
DROP FUNCTION hide_tasks_of_lead();
DROP FUNCTION tenants_with_task_alerts(timestamptz, integer);
DROP TABLE task_audit;
DROP TABLE task_alert;
DROP TABLE task;
DROP FUNCTION lead_survivor(uuid, uuid);
