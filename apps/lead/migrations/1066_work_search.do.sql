-- The words by which a deal or a task is found, as the service's rules make them, and which version of the rules made them: 0 = none did yet.
ALTER TABLE deal
  ADD COLUMN search_version integer NOT NULL DEFAULT 0,
  ADD COLUMN search_keys text[] NOT NULL DEFAULT '{}',
  ADD CONSTRAINT deal_search_version_not_negative CHECK (search_version >= 0) NOT VALID,
  ADD CONSTRAINT deal_search_keys_bounded CHECK (cardinality(search_keys) <= 2000) NOT VALID;
CREATE INDEX deal_unindexed_idx ON deal (tenant_id, deal_id) WHERE search_version < 1;
ALTER TABLE task
  ADD COLUMN search_version integer NOT NULL DEFAULT 0,
  ADD COLUMN search_keys text[] NOT NULL DEFAULT '{}',
  ADD CONSTRAINT task_search_version_not_negative CHECK (search_version >= 0) NOT VALID,
  ADD CONSTRAINT task_search_keys_bounded CHECK (cardinality(search_keys) <= 2000) NOT VALID;
CREATE INDEX task_unindexed_idx ON task (tenant_id, task_id) WHERE search_version < 1;

-- Words of deals and tasks that are not deleted, one row each, under the lead that they were made for: whether that one is there, or went
-- into another one, is asked when somebody searches.
CREATE TABLE work_search_key (
  tenant_id uuid NOT NULL,
  key text COLLATE "C" NOT NULL,
  lead_id uuid NOT NULL,
  kind text NOT NULL,
  work_id uuid NOT NULL,
  PRIMARY KEY (tenant_id, key, lead_id, kind, work_id),
  CONSTRAINT work_search_key_short CHECK (length(key) BETWEEN 1 AND 40),
  CONSTRAINT work_search_key_kind_known CHECK (kind IN ('deal', 'task'))
);
SELECT protect_tenant_table('work_search_key');

/* The rows of one deal or task, from the words that it was found by to those it is found by now. */
CREATE FUNCTION move_work_keys(of_tenant uuid, of_lead uuid, of_kind text, of_id uuid, before text[], after text[]) RETURNS void
LANGUAGE sql SET search_path FROM CURRENT AS $$
  DELETE FROM work_search_key
  WHERE tenant_id = of_tenant AND lead_id = of_lead AND kind = of_kind AND work_id = of_id
    AND key = ANY (ARRAY(SELECT unnest(before) EXCEPT SELECT unnest(after)));
  INSERT INTO work_search_key (tenant_id, key, lead_id, kind, work_id)
  SELECT of_tenant, key, of_lead, of_kind, of_id FROM (SELECT unnest(after) EXCEPT SELECT unnest(before)) AS added (key)
  -- As the index lies, so that neighbours are written together.
  ORDER BY key COLLATE "C"
  ON CONFLICT DO NOTHING;
$$;

CREATE FUNCTION add_deal_keys() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
  INSERT INTO work_search_key (tenant_id, key, lead_id, kind, work_id)
  SELECT DISTINCT tenant_id, key COLLATE "C", lead_id, 'deal', deal_id FROM new_deals, unnest(search_keys) AS key WHERE deleted_at IS NULL
  ORDER BY tenant_id, key COLLATE "C", lead_id, deal_id;
  RETURN NULL;
END
$$;
CREATE TRIGGER deal_search_added AFTER INSERT ON deal REFERENCING NEW TABLE AS new_deals FOR EACH STATEMENT EXECUTE FUNCTION add_deal_keys();

-- Of a row that goes there is no NEW: its parts are null, and null has no words.
CREATE FUNCTION change_deal_keys() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
  PERFORM move_work_keys(OLD.tenant_id, OLD.lead_id, 'deal', OLD.deal_id,
    CASE WHEN OLD.deleted_at IS NULL THEN OLD.search_keys END, CASE WHEN NEW.deleted_at IS NULL THEN NEW.search_keys END);
  RETURN NULL;
END
$$;
CREATE TRIGGER deal_search_changed AFTER UPDATE ON deal FOR EACH ROW
  WHEN (OLD.search_keys IS DISTINCT FROM NEW.search_keys OR (OLD.deleted_at IS NULL) <> (NEW.deleted_at IS NULL))
  EXECUTE FUNCTION change_deal_keys();
CREATE TRIGGER deal_search_removed AFTER DELETE ON deal FOR EACH ROW EXECUTE FUNCTION change_deal_keys();

CREATE FUNCTION add_task_keys() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
  INSERT INTO work_search_key (tenant_id, key, lead_id, kind, work_id)
  SELECT DISTINCT tenant_id, key COLLATE "C", lead_id, 'task', task_id FROM new_tasks, unnest(search_keys) AS key WHERE deleted_at IS NULL
  ORDER BY tenant_id, key COLLATE "C", lead_id, task_id;
  RETURN NULL;
END
$$;
CREATE TRIGGER task_search_added AFTER INSERT ON task REFERENCING NEW TABLE AS new_tasks FOR EACH STATEMENT EXECUTE FUNCTION add_task_keys();

CREATE FUNCTION change_task_keys() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
  PERFORM move_work_keys(OLD.tenant_id, OLD.lead_id, 'task', OLD.task_id,
    CASE WHEN OLD.deleted_at IS NULL THEN OLD.search_keys END, CASE WHEN NEW.deleted_at IS NULL THEN NEW.search_keys END);
  RETURN NULL;
END
$$;
CREATE TRIGGER task_search_changed AFTER UPDATE ON task FOR EACH ROW
  WHEN (OLD.search_keys IS DISTINCT FROM NEW.search_keys OR (OLD.deleted_at IS NULL) <> (NEW.deleted_at IS NULL))
  EXECUTE FUNCTION change_task_keys();
CREATE TRIGGER task_search_removed AFTER DELETE ON task FOR EACH ROW EXECUTE FUNCTION change_task_keys();

-- Whose deals and tasks are not indexed is asked without a tenant. Only the owner, in whose name the function below runs, sees all.
CREATE POLICY deal_search_upkeep ON deal FOR SELECT TO lead_owner USING (true);
CREATE POLICY task_search_upkeep ON task FOR SELECT TO lead_owner USING (true);

/* Tenants with deals or tasks that no rule has indexed yet, `most` at most. */
CREATE FUNCTION tenants_with_unindexed_work(most integer) RETURNS SETOF uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path FROM CURRENT AS $$
  SELECT tenant_id FROM deal WHERE search_version < 1
  UNION
  SELECT tenant_id FROM task WHERE search_version < 1
  LIMIT most;
$$;
REVOKE ALL ON FUNCTION tenants_with_unindexed_work(integer) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION tenants_with_unindexed_work(integer) TO lead_service;
