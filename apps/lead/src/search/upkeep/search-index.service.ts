import { Injectable } from '@nestjs/common';
import type { Figures, JobRun } from '@leadstream/jobs';
import type { Uuid } from '@leadstream/kernel';
import type { SystemTx, Tx } from '@leadstream/persistence';
import { UnindexedAttachmentsRepository } from './unindexed-attachments.repository.js';
import { UnindexedIdentitiesRepository } from './unindexed-identities.repository.js';
import { UnindexedLeadsRepository } from './unindexed-leads.repository.js';
import { UnindexedWorkRepository } from './unindexed-work.repository.js';

/** Rows of one transaction: none of them can be changed while it lasts. A note may have as many words as a hundred leads. */
const BATCH = { leads: 500, attachments: 100, work: 200, identities: 500 };

/** Turns of one run; the next run goes on. */
const MOST_BATCHES = 200;

const TENANTS_AT_ONCE = 20;

type Run = Pick<JobRun, 'step' | 'stepInTenant'>;

/** Rows that older rules indexed, or none. */
interface Backlog {
  readonly findTenants: (tx: SystemTx) => Promise<Uuid[]>;
  /** @returns how many rows of the tenant were indexed; 0 when none is left */
  readonly indexBatch: (tx: Tx, tenantId: Uuid) => Promise<number>;
}

/** Makes findable what was written before the present rules of searching. */
@Injectable()
export class SearchIndexService {
  constructor(
    private readonly leads: UnindexedLeadsRepository,
    private readonly attachments: UnindexedAttachmentsRepository,
    private readonly work: UnindexedWorkRepository,
    private readonly identities: UnindexedIdentitiesRepository,
  ) {}

  /** Leads, then notes and documents, then deals and tasks, then further addresses: tenants in turn, a batch each, until nothing is left or the run has done its share. */
  async indexAll(run: Run): Promise<Figures> {
    const leads: Backlog = {
      findTenants: (tx) => this.leads.findTenants(tx, TENANTS_AT_ONCE),
      indexBatch: async (tx, tenantId) => {
        const found = await this.leads.findLeads(tx, tenantId, BATCH.leads);
        return found.length === 0 ? 0 : this.leads.updateKeys(tx, tenantId, found);
      },
    };
    const attachments: Backlog = {
      findTenants: (tx) => this.attachments.findTenants(tx, TENANTS_AT_ONCE),
      indexBatch: async (tx, tenantId) => {
        return this.attachments.updateKeys(tx, tenantId, await this.attachments.findAttachments(tx, tenantId, BATCH.attachments));
      },
    };
    const work: Backlog = {
      findTenants: (tx) => this.work.findTenants(tx, TENANTS_AT_ONCE),
      indexBatch: (tx, tenantId) => this.work.indexSome(tx, tenantId, BATCH.work),
    };
    const identities: Backlog = {
      findTenants: (tx) => this.identities.findTenants(tx, TENANTS_AT_ONCE),
      indexBatch: (tx, tenantId) => this.identities.indexSome(tx, tenantId, BATCH.identities),
    };
    return {
      indexed: await worked(run, leads),
      attachments: await worked(run, attachments),
      work: await worked(run, work),
      identities: await worked(run, identities),
    };
  }
}

async function worked(run: Run, { findTenants, indexBatch }: Backlog): Promise<number> {
  let indexed = 0;
  let tenants = await run.step(findTenants);
  for (let batch = 0; batch < MOST_BATCHES && tenants.length > 0; batch += tenants.length) {
    for (const tenantId of tenants) indexed += await run.stepInTenant(tenantId, (tx) => indexBatch(tx, tenantId));
    tenants = await run.step(findTenants);
  }
  return indexed;
}
