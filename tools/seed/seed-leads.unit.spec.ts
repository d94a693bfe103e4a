import { describe, expect, it } from '@jest/globals';
import { madeUpLeads } from './made-up-leads.ts';
import { type SeededGateway, seedLeads } from './seed-leads.ts';

type Item = { readonly lead: { readonly externalId: string; readonly phone?: string } };

/** Keeps what it is given, and knows external ids again. */
class StandIn implements SeededGateway {
  readonly sizes: number[] = [];
  readonly files: string[] = [];
  readonly known = new Set<string>();

  /** Numbers that other leads have. */
  readonly phones = new Set<string>();

  constructor(readonly refusal?: string) {}

  async post<T>(path: string, body: object): Promise<T> {
    expect(path).toBe('/v1/leads/batch');
    const { items } = body as { items: Item[] };
    this.sizes.push(items.length);
    const results = items.map(({ lead: { externalId, phone } }) => {
      if (this.refusal !== undefined) return { status: 'failed', error: { code: this.refusal } };
      if (this.known.has(externalId)) return { status: 'failed', error: { code: 'LEAD.DUPLICATE_EXTERNAL_ID' } };
      if (phone !== undefined && this.phones.has(phone)) return { status: 'failed', error: { code: 'LEAD.DUPLICATE_PHONE' } };
      this.known.add(externalId);
      return { status: 'created' };
    });
    return { items: results } as T;
  }

  async importFile(_name: string, csv: string): Promise<number> {
    this.files.push(csv);
    return csv.trim().split('\n').length - 1;
  }
}

describe('seedLeads', () => {
  it('captures in batches, then moves those that are not new', async () => {
    const gateway = new StandIn();
    const progress: number[] = [];
    const figures = await seedLeads(gateway, 1_200, 3, (done) => progress.push(done));
    const moved = [...madeUpLeads(1_200, 3)].filter(({ status }) => status !== 'new');
    expect([gateway.sizes, progress]).toEqual([
      [500, 500, 200],
      [500, 1_000, 1_200],
    ]);
    expect(figures).toEqual({ created: 1_200, alreadyThere: 0, moved: moved.length });
    const rows = moved.map(({ lead, status, statusChangedAt }) => `${lead.externalId},${status},${statusChangedAt}`);
    expect(gateway.files).toEqual([['external_id,status,status_changed_at', ...rows, ''].join('\n')]);
  });

  it('may be repeated with more leads', async () => {
    const gateway = new StandIn();
    await seedLeads(gateway, 100, 3, () => undefined);
    expect(await seedLeads(gateway, 150, 3, () => undefined)).toMatchObject({ created: 50, alreadyThere: 100 });
  });

  it('captures without its number a lead whose number another one has', async () => {
    const gateway = new StandIn();
    const numbers = [...madeUpLeads(50, 3)].flatMap(({ lead: { phone } }) => phone ?? []);
    for (const phone of numbers.slice(0, 3)) gateway.phones.add(phone);
    expect(await seedLeads(gateway, 50, 3, () => undefined)).toMatchObject({ created: 50, alreadyThere: 0 });
    expect(gateway.sizes).toEqual([50, 3]);
  });

  it('says which lead was refused and why', async () => {
    await expect(seedLeads(new StandIn('LEAD.INVALID'), 5, 3, () => undefined)).rejects.toThrow(
      'seed-3-1 was refused: {"code":"LEAD.INVALID"}',
    );
  });
});
