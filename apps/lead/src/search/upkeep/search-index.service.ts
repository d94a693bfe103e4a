import { Injectable } from '@nestjs/common';
import type { Figures, JobRun } from '@leadstream/jobs';
import { UnindexedLeadsRepository } from './unindexed-leads.repository.js';

/** Leads of one transaction: none of them can be changed while it lasts. */
const BATCH = 500;

/** Turns of one run; the next run goes on. */
const MOST_BATCHES = 200;

const TENANTS_AT_ONCE = 20;

/** Makes leads findable that were written before the present rules of searching. */
@Injectable()
export class SearchIndexService {
  constructor(private readonly leads: UnindexedLeadsRepository) {}

  /** Tenants in turn, a batch each, until nothing is left or the run has done its share. */
  async indexAll(run: Pick<JobRun, 'step' | 'stepInTenant'>): Promise<Figures> {
    let indexed = 0;
    let tenants = await run.step((tx) => this.leads.findTenants(tx, TENANTS_AT_ONCE));
    for (let batch = 0; batch < MOST_BATCHES && tenants.length > 0; batch += tenants.length) {
      for (const tenantId of tenants) {
        indexed += await run.stepInTenant(tenantId, async (tx) => {
          const leads = await this.leads.findLeads(tx, tenantId, BATCH);
          return leads.length === 0 ? 0 : this.leads.updateKeys(tx, tenantId, leads);
        });
      }
      tenants = await run.step((tx) => this.leads.findTenants(tx, TENANTS_AT_ONCE));
    }
    return { indexed };
  }
}
