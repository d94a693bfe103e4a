import { Injectable } from '@nestjs/common';
import { defineJob, type Figures, type Job, type JobRun } from '@leadstream/jobs';
import type { Uuid } from '@leadstream/kernel';
import type { Tx } from '@leadstream/persistence';
import { comparableLead } from '../comparable/comparable-lead.rules.js';
import { FactRepository } from '../facts/fact.repository.js';
import { candidateOf } from '../leads/candidate-of.rules.js';
import { ComparedLeadsReadModel } from '../leads/compared-leads.read-model.js';
import { BacklogRepository } from './backlog.repository.js';
import { hashedKeys } from './hashed-keys.rules.js';
import { LeadKeysRepository } from './lead-keys.repository.js';

/** Leads of one transaction, which nobody waits for but others who make keys. */
export const KEY_BATCH = 500;

/** Turns of one run of the job; the next run goes on. */
const MOST_BATCHES = 200;

const TENANTS_AT_ONCE = 20;

/** Makes the keys of leads that were written since theirs were made. */
@Injectable()
export class KeyUpkeepService {
  constructor(
    private readonly backlog: BacklogRepository,
    private readonly leads: ComparedLeadsReadModel,
    private readonly facts: FactRepository,
    private readonly keys: LeadKeysRepository,
  ) {}

  /**
   * Makes the keys of `most` noted versions of leads at most.
   * @returns how many leads those were; 0 when nothing is behind
   */
  async catchUp(tx: Tx, most: number): Promise<number> {
    const { tenantId } = tx;
    await this.backlog.lock(tx, tenantId);
    const leadIds = await this.backlog.take(tx, tenantId, most);
    if (leadIds.length === 0) return 0;
    const [facts, live] = await Promise.all([this.facts.find(tx, tenantId), this.leads.find(tx, tenantId, leadIds)]);
    const made = live.map((lead) => ({ leadId: lead.leadId, keys: hashedKeys(tenantId, comparableLead(candidateOf(lead, facts))) }));
    const living = new Set(live.map(({ leadId }) => leadId));
    const gone = leadIds.filter((leadId) => !living.has(leadId));
    await Promise.all([this.keys.save(tx, tenantId, made), this.keys.delete(tx, tenantId, gone)]);
    return leadIds.length;
  }

  /** Keeps every tenant's keys close behind its leads. */
  job(): Job {
    return defineJob({
      name: 'make-duplicate-keys',
      cadence: { everyMs: 60_000 },
      missed: 'skip',
      run: (run) => this.catchUpAll(run),
    });
  }

  /** Tenants in turn, a batch each, until nothing is behind or the run has done its share. */
  async catchUpAll(run: Pick<JobRun, 'step' | 'stepInTenant'>): Promise<Figures> {
    let leads = 0;
    let tenants = await this.findTenants(run);
    for (let batch = 0; batch < MOST_BATCHES && tenants.length > 0; batch += tenants.length) {
      for (const tenantId of tenants) leads += await run.stepInTenant(tenantId, (tx) => this.catchUp(tx, KEY_BATCH));
      tenants = await this.findTenants(run);
    }
    return { leads };
  }

  private findTenants(run: Pick<JobRun, 'step'>): Promise<Uuid[]> {
    return run.step((tx) => this.backlog.findTenants(tx, TENANTS_AT_ONCE));
  }
}
