import pg from 'pg';

/** A tenant and how many leads it has. */
export interface Crowd {
  readonly tenantId: string;
  readonly leads: number;
}

/** What further members of a lead are, as SQL over `n`, which counts a tenant's leads from 1. */
export interface LeadExtras {
  readonly customFields?: string;
}

/** Leads of many tenants in the order of their creation, so that every tenant's lie scattered over the whole table. */
const fill = ({ customFields = `'{}'` }: LeadExtras): string => `
  INSERT INTO lead.lead (tenant_id, lead_id, external_id, first_name, last_name, email, phone, company, source, source_metadata, status,
                         status_changed_at, captured_at, created_at, updated_at, custom_fields)
  SELECT tenant_id, uuidv7(), 'crm-' || n, 'First' || n % 1000, 'Last' || n % 5000, 'person' || n || '@example.com',
         '+1202' || lpad(n::text, 7, '0'), 'Company ' || n % 3000,
         (ARRAY['organic_search','paid_search','social','email','referral','display','direct_traffic','other'])[1 + n / 100 % 8],
         '{"landingPageId": "88740e65d5d6b056e0cda098e1ea6313"}',
         CASE WHEN n % 100 < 60 THEN 'new' WHEN n % 100 < 80 THEN 'contacted' WHEN n % 100 < 90 THEN 'engaged' WHEN n % 100 < 99 THEN 'qualified'
              ELSE 'lost' END,
         at, at, at, at, (${customFields})::jsonb
    FROM (SELECT c.tenant_id, n, timestamptz '2024-01-01' + make_interval(secs => n::float8 * 60000000 / c.leads) AS at
            FROM unnest($1::uuid[], $2::int[]) AS c (tenant_id, leads), generate_series(1, c.leads) AS n) AS leads
   ORDER BY at`;

/** Fills the lead table as a superuser and brings its statistics up to date. */
export async function fillLeads(adminUrl: string, crowds: readonly Crowd[], extras: LeadExtras = {}): Promise<void> {
  const client = new pg.Client({ connectionString: adminUrl });
  await client.connect();
  try {
    await client.query(fill(extras), [crowds.map(({ tenantId }) => tenantId), crowds.map(({ leads }) => leads)]);
    await client.query('VACUUM (ANALYZE) lead.lead');
    await client.query('CHECKPOINT');
  } finally {
    await client.end();
  }
}
