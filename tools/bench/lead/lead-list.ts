import { randomUUID } from 'node:crypto';
import pg from 'pg';
import type { BenchStack } from '../bench-stack.ts';
import { type Figure, ratios, verdict } from '../figure.ts';
import { type Crowd, fillLeads } from './lead-rows.ts';
import { type BenchField, selectionStatement } from './lead-sql.ts';
import { TwoWays } from './two-ways.ts';

const ROUNDS = 5;
const EACH = 50;
const LIMIT = 100;
const SMALL: Crowd = { tenantId: randomUUID(), leads: 10_000 };
const LARGE: Crowd = { tenantId: randomUUID(), leads: 500_000 };
/** The other 490,000, as small tenants have them. */
const OTHERS: readonly Crowd[] = Array.from({ length: 490 }, () => ({ tenantId: randomUUID(), leads: 1_000 }));

const POINTS: BenchField = { fieldId: randomUUID(), key: 'points', type: 'number', indexed: true };
const TIER: BenchField = { fieldId: randomUUID(), key: 'tier', type: 'text', indexed: true };
const NOTE: BenchField = { fieldId: randomUUID(), key: 'note', type: 'text', indexed: false };
const FIELDS = [POINTS, TIER, NOTE];

/** Nine leads in ten have points from 0 to 99,999, one in a thousand is of tier gold, one in two has a note. */
const CUSTOM_FIELDS = `
  CASE WHEN n % 10 = 3 THEN '{}'::jsonb ELSE jsonb_build_object('${POINTS.fieldId}', (n::bigint * 7919 % 100000)::text) END
  || jsonb_build_object('${TIER.fieldId}', CASE WHEN n % 1000 = 0 THEN 'gold' ELSE 'tin' END)
  || CASE WHEN n % 2 = 0 THEN jsonb_build_object('${NOTE.fieldId}', 'note ' || n % 49) ELSE '{}'::jsonb END`;

/** As `sortKeys` makes them: a sign, then 18 digits, six of them behind the point; in the order of the primary key, which is filled faster so. */
const FILL_INDEX = `
  INSERT INTO lead.lead_custom_value (tenant_id, field_id, sort_key, lead_id, is_unique)
  SELECT tenant_id, field.id::uuid,
         CASE WHEN field.id = $1 THEN '1' || lpad((custom_fields ->> field.id) || '000000', 18, '0') ELSE custom_fields ->> field.id END AS sort_key,
         lead_id, false
    FROM lead.lead, unnest(ARRAY[$1::text, $2::text]) AS field (id)
   WHERE custom_fields ? field.id
   ORDER BY 1, 2, 3, 4`;

const FILL_FIELDS = `
  INSERT INTO lead.custom_field (tenant_id, field_id, entity, type, key, key_fold, label, options, required, is_unique, indexed, archived, position, created_at, updated_at)
  SELECT tenant_id, "fieldId", 'lead', type, key, key, key, '{}', false, false, indexed, false, 0, now(), now()
    FROM unnest($1::uuid[]) AS tenant_id, jsonb_to_recordset($2::jsonb) AS field ("fieldId" uuid, type text, key text, indexed boolean)`;

const condition = (field: string, operator: string, value: unknown): object => ({ field, operator, value });
const inSummer = condition('createdAt', 'between', ['2024-06-01T00:00:00Z', '2024-08-31T23:59:59Z']);
const isOpen = condition('status', 'in', ['new', 'contacted']);
const referred = condition('source', 'eq', 'referral');

/** Lists with three filters and a sort. */
const SHAPES: Readonly<Record<string, { readonly filter: object; readonly sort: string }>> = {
  'status, source and time, newest first': { filter: { and: [isOpen, referred, inSummer] }, sort: '-createdAt' },
  'status, source and a range of points, newest first': {
    filter: { and: [isOpen, referred, condition('customFields.points', 'gte', 50_000)] },
    sort: '-createdAt',
  },
  'a rare tier, status and points, newest first': {
    filter: { and: [condition('customFields.tier', 'eq', 'gold'), isOpen, condition('customFields.points', 'lt', 90_000)] },
    sort: '-createdAt',
  },
  'status, source and time, most points first': { filter: { and: [isOpen, referred, inSummer] }, sort: '-customFields.points' },
  'status, source and a field without index, newest first': {
    filter: { and: [isOpen, referred, condition('customFields.note', 'contains', 'TE 7')] },
    sort: '-createdAt',
  },
};

/** The first hundred of a filter over a million leads: under row-level security, against the same SQL without it. */
export async function measureLeadList(stack: BenchStack): Promise<Figure[]> {
  const crowds = [SMALL, LARGE, ...OTHERS];
  await fillLeads(stack.adminUrl, crowds, { customFields: CUSTOM_FIELDS });
  await fillValues(stack.adminUrl, crowds);
  const ways = await TwoWays.open(stack);
  try {
    return [...(await lists(ways, 'small', SMALL)), ...(await lists(ways, 'large', LARGE))];
  } finally {
    await ways.close();
  }
}

async function lists(ways: TwoWays, size: 'small' | 'large', { tenantId }: Crowd): Promise<Figure[]> {
  const figures: Figure[] = [];
  for (const [shape, stated] of Object.entries(SHAPES)) {
    const statement = await selectionStatement(tenantId, FIELDS, stated, LIMIT);
    const { ours, raw } = await ways.compare(tenantId, [statement], ROUNDS, EACH);
    const p50: Figure = { name: `${size} tenant, ${shape}, p50`, unit: 'ms', runs: ours, aim: '< 20' };
    const ratio: Figure = { name: `${size} tenant, ${shape}, ratio`, unit: '×', runs: ratios(ours, raw), aim: '≤ 1.3' };
    figures.push(p50, ratio);
    if ([p50, ratio].some((figure) => verdict(figure) === 'missed'))
      process.stdout.write(`${size} tenant, ${shape}\n${await ways.plan(tenantId, statement)}\n`);
  }
  return figures;
}

async function fillValues(adminUrl: string, crowds: readonly Crowd[]): Promise<void> {
  const client = new pg.Client({ connectionString: adminUrl });
  await client.connect();
  try {
    await client.query(FILL_FIELDS, [crowds.map(({ tenantId }) => tenantId), JSON.stringify(FIELDS)]);
    // Without the checks of two foreign keys a row, of which it is known that they hold.
    await client.query('SET session_replication_role = replica');
    await client.query(FILL_INDEX, [POINTS.fieldId, TIER.fieldId]);
    await client.query('VACUUM (ANALYZE) lead.lead_custom_value');
    await client.query('CHECKPOINT');
  } finally {
    await client.end();
  }
}
