import { randomUUID } from 'node:crypto';
import { encodeCursor } from '@leadstream/http';
import type { BenchStack } from '../bench-stack.ts';
import { type Figure, ratios, verdict } from '../figure.ts';
import { type Crowd, fillLeads } from './lead-rows.ts';
import { listStatement } from './lead-sql.ts';
import { TwoWays } from './two-ways.ts';

const ROUNDS = 5;
const EACH = 100;
const PAGE = { sort: '-createdAt', limit: 100 };
const SMALL: Crowd = { tenantId: randomUUID(), leads: 10_000 };
const LARGE: Crowd = { tenantId: randomUUID(), leads: 500_000 };
/** The other 490,000, as small tenants have them. */
const OTHERS: readonly Crowd[] = Array.from({ length: 490 }, () => ({ tenantId: randomUUID(), leads: 1_000 }));

/** Ways in which leads are listed and looked up; `n` counts a tenant's leads from 1. */
const SHAPES: Readonly<Record<string, (n: number) => object>> = {
  'newest first': () => ({}),
  'by status, common': () => ({ status: 'new' }),
  'by status, rare': () => ({ status: 'lost' }),
  'by source': () => ({ source: 'referral' }),
  'by status and source': () => ({ status: 'qualified', source: 'social' }),
  'by month of creation': () => ({ 'createdAt.gte': '2024-06-01T00:00:00Z', 'createdAt.lt': '2024-07-01T00:00:00Z' }),
  'oldest capture first': () => ({ sort: 'capturedAt' }),
  'a page in the middle': () => ({ cursor: encodeCursor({ sort: '-createdAt', at: '2024-12-01T00:00:00.000Z', id: randomUUID() }) }),
  'by company': (n) => ({ company: `Company ${n % 3000}` }),
  'by e-mail': (n) => ({ email: `person${n}@example.com` }),
  'by phone': (n) => ({ phone: `+1202${String(n).padStart(7, '0')}` }),
  'by external id': (n) => ({ externalId: `crm-${n}` }),
};

/** Lists and look-ups over a million leads: under row-level security, against the same SQL without it. */
export async function measureLeadSearch(stack: BenchStack): Promise<Figure[]> {
  await fillLeads(stack.adminUrl, [SMALL, LARGE, ...OTHERS]);
  const ways = await TwoWays.open(stack);
  try {
    return [...(await searches(ways, 'small', SMALL)), ...(await searches(ways, 'large', LARGE))];
  } finally {
    await ways.close();
  }
}

async function searches(ways: TwoWays, size: 'small' | 'large', { tenantId, leads }: Crowd): Promise<Figure[]> {
  const figures: Figure[] = [];
  for (const [shape, query] of Object.entries(SHAPES)) {
    const wanted = Array.from({ length: 20 }, (_, index) => 1 + Math.floor((index * leads) / 20));
    const statements = await Promise.all(wanted.map((n) => listStatement(tenantId, { ...PAGE, ...query(n) })));
    const { ours, raw } = await ways.compare(tenantId, statements, ROUNDS, EACH);
    const ratio: Figure = { name: `${size} tenant, ${shape}, ratio`, unit: '×', runs: ratios(ours, raw), aim: '≤ 1.3' };
    figures.push({ name: `${size} tenant, ${shape}, p50`, unit: 'ms', runs: ours, ...(size === 'small' && { aim: '< 50' }) }, ratio);
    if (verdict(ratio) === 'missed' && statements[0]) process.stdout.write(`${ratio.name}\n${await ways.plan(tenantId, statements[0])}\n`);
  }
  return figures;
}
