import { randomUUID } from 'node:crypto';
import pg from 'pg';
import type { BenchStack } from '../bench-stack.ts';
import { type Figure, ratios } from '../figure.ts';
import { fillLeads } from './lead-rows.ts';
import { readStatement } from './lead-sql.ts';
import { TwoWays } from './two-ways.ts';

const ROUNDS = 5;
const READS = 4_000;
const LEADS = 10_000;

/** One lead by its id: under row-level security as the service reads it, against a prepared SELECT without. */
export async function measureLeadRead(stack: BenchStack): Promise<Figure[]> {
  const tenantId = randomUUID();
  await fillLeads(stack.adminUrl, [{ tenantId, leads: LEADS }]);
  const leadIds = await someLeads(stack, tenantId);
  const statements = await Promise.all(leadIds.map((leadId) => readStatement(tenantId, leadId)));
  const ways = await TwoWays.open(stack);
  try {
    const { ours, raw } = await ways.compare(tenantId, statements, ROUNDS, READS);
    return [
      { name: 'lead by id under row-level security, p50', unit: 'ms', runs: ours, aim: '< 1' },
      { name: 'prepared SELECT without it, p50', unit: 'ms', runs: raw },
      { name: 'lead by id / prepared SELECT', unit: '×', runs: ratios(ours, raw), aim: '≤ 1.5' },
    ];
  } finally {
    await ways.close();
  }
}

async function someLeads(stack: BenchStack, tenantId: string): Promise<string[]> {
  const client = new pg.Client({ connectionString: stack.adminUrl });
  await client.connect();
  const { rows } = await client.query<{ lead_id: string }>(
    'SELECT lead_id FROM lead.lead WHERE tenant_id = $1 ORDER BY random() LIMIT 500',
    [tenantId],
  );
  await client.end();
  return rows.map((row) => row.lead_id);
}
