import { Injectable } from '@nestjs/common';
import type { Tx } from '@leadstream/persistence';
import { comparableLead } from '../comparable/comparable-lead.rules.js';
import type { ComparableLead } from '../comparable/comparable-lead.js';
import type { DuplicateFact } from '../facts/duplicate-fact.js';
import { candidateOf } from '../leads/candidate-of.rules.js';
import { ComparedLeadsReadModel } from '../leads/compared-leads.read-model.js';
import { ValueFrequencyRepository } from '../leads/value-frequency.repository.js';
import { valueHash } from '../leads/value-hash.rules.js';
import { RunRepository } from '../run/run.repository.js';
import { ValueCounts } from '../scoring/value-counts.js';
import { countedValues, type ValueFrequencies } from '../scoring/value-frequencies.rules.js';
import { ScaledCounts } from './scaled-counts.js';
import { StoredCounts } from './stored-counts.js';

/** Leads that are looked at where no run has counted all. */
const SAMPLE_LEADS = 2_000;

/** How frequent values are among a tenant's leads, for a comparison of a few of them. */
@Injectable()
export class FrequencyService {
  constructor(
    private readonly runs: RunRepository,
    private readonly values: ValueFrequencyRepository,
    private readonly leads: ComparedLeadsReadModel,
  ) {}

  /** As the last run counted them; before the first one, as a sample of the leads has them. */
  async of(tx: Tx, leads: readonly ComparableLead[], facts: readonly DuplicateFact[]): Promise<ValueFrequencies> {
    const counted = await this.runs.findCountedLeads(tx, tx.tenantId);
    return counted === undefined ? this.sampled(tx, facts) : this.stored(tx, leads, counted);
  }

  private async stored(tx: Tx, leads: readonly ComparableLead[], counted: number): Promise<ValueFrequencies> {
    const hashOf = (field: string, value: string): string => valueHash(tx.tenantId, field, value);
    const wanted = new Set(leads.flatMap((lead) => countedValues(lead).map(([field, value]) => hashOf(field, value))));
    const found = await this.values.find(tx, tx.tenantId, [...wanted]);
    return new StoredCounts(counted, new Map(found.map(({ value, leads: count }) => [value, count])), hashOf);
  }

  private async sampled(tx: Tx, facts: readonly DuplicateFact[]): Promise<ValueFrequencies> {
    const [sample, count] = await Promise.all([this.leads.findPage(tx, tx.tenantId, SAMPLE_LEADS), this.leads.countLive(tx, tx.tenantId)]);
    const counts = new ValueCounts();
    for (const lead of sample) counts.add(comparableLead(candidateOf(lead, facts)));
    return new ScaledCounts(counts, count);
  }
}
