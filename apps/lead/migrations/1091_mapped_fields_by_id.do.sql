-- Mappings of connections and import templates name custom fields by their ids, so that they outlive a new key. Names of fields that are not there stay as they are.
-- Without force the owner sees the rows of every tenant.
ALTER TABLE custom_field NO FORCE ROW LEVEL SECURITY;
ALTER TABLE crm_connection NO FORCE ROW LEVEL SECURITY;
ALTER TABLE import_template NO FORCE ROW LEVEL SECURITY;

CREATE FUNCTION kept_field_name(tenant uuid, name text) RETURNS text LANGUAGE sql STABLE SET search_path FROM CURRENT AS $$
  SELECT coalesce((SELECT 'customFields.' || field_id FROM custom_field WHERE tenant_id = tenant AND name = 'customFields.' || key), name)
$$;

UPDATE crm_connection c SET settings = jsonb_set(settings, '{mapping}', (
  SELECT coalesce(jsonb_agg(one || jsonb_build_object('field', kept_field_name(c.tenant_id, one ->> 'field')) ORDER BY place), '[]')
  FROM jsonb_array_elements(c.settings -> 'mapping') WITH ORDINALITY AS mapped (one, place)))
WHERE settings @? '$.mapping[*].field ? (@ starts with "customFields.")';

UPDATE import_template t SET options = options
  || CASE WHEN options ? 'mapping' THEN jsonb_build_object('mapping', (
       SELECT coalesce(jsonb_object_agg(name, kept_field_name(t.tenant_id, target)), '{}')
       FROM jsonb_each_text(t.options -> 'mapping') AS mapped (name, target))) ELSE '{}' END
  || CASE WHEN options ? 'constants' THEN jsonb_build_object('constants', (
       SELECT coalesce(jsonb_object_agg(kept_field_name(t.tenant_id, target), value), '{}')
       FROM jsonb_each(t.options -> 'constants') AS stated (target, value))) ELSE '{}' END
  || CASE jsonb_typeof(options -> 'matchBy')
       WHEN 'string' THEN jsonb_build_object('matchBy', kept_field_name(t.tenant_id, options ->> 'matchBy'))
       WHEN 'array' THEN jsonb_build_object('matchBy', (
         SELECT coalesce(jsonb_agg(kept_field_name(t.tenant_id, key) ORDER BY place), '[]')
         FROM jsonb_array_elements_text(t.options -> 'matchBy') WITH ORDINALITY AS matched (key, place)))
       ELSE '{}' END
WHERE options::text LIKE '%"customFields.%';

DROP FUNCTION kept_field_name(uuid, text);
ALTER TABLE import_template FORCE ROW LEVEL SECURITY;
ALTER TABLE crm_connection FORCE ROW LEVEL SECURITY;
ALTER TABLE custom_field FORCE ROW LEVEL SECURITY;
