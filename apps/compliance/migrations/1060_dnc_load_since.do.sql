-- As of when the list is that a file of changes is a change of: it fits no other state. Those of before do not say it, and change nothing any more.
ALTER TABLE dnc_load ADD COLUMN since timestamptz CONSTRAINT dnc_load_since_check CHECK (since IS NULL OR mode = 'delta');

-- As before, without files that wait for one of their source that came before them and is still being uploaded.
CREATE OR REPLACE FUNCTION tenants_with_dnc_loads(abandoned_before timestamptz, max_tenants integer) RETURNS SETOF uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path FROM CURRENT
AS $$
  SELECT l.tenant_id FROM dnc_load l
  WHERE (l.state = 'uploading' AND l.created_at < abandoned_before)
     OR (l.state = 'pending' AND NOT EXISTS (
           SELECT FROM dnc_load u WHERE u.tenant_id = l.tenant_id AND u.source = l.source AND u.state = 'uploading'
              AND (u.created_at, u.id) < (l.created_at, l.id)))
  GROUP BY l.tenant_id ORDER BY min(l.created_at) LIMIT max_tenants;
$$;
