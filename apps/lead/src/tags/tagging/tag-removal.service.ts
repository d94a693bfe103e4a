import { Inject, Injectable } from '@nestjs/common';
import { defineJob, type Figures, type Job, type JobRun } from '@leadstream/jobs';
import type { Clock, Uuid } from '@leadstream/kernel';
import type { Tx } from '@leadstream/persistence';
import { CustomFieldsService } from '../../custom-fields/store/custom-fields.service.js';
import { DealRetagService } from '../../deals/tagging/deal-retag.service.js';
import { LeadRepository } from '../../lead-store/lead.repository.js';
import { LeadSaveService } from '../../lead-store/lead-save.service.js';
import { CLOCK } from '../../tokens.js';
import { retag } from './retag.rules.js';
import { TagRemovalRepository } from './tag-removal.repository.js';

/** Leads, and deals, of one transaction: none of them can be changed while it lasts. */
const BATCH = 500;
const TAGS_AT_ONCE = 20;
/** Turns of one run; the next run goes on. */
const MOST_BATCHES = 200;

/** Takes deleted tags off what has them, each lead and deal by a step of its own. One that is restored later loses them then. */
@Injectable()
export class TagRemovalService {
  constructor(
    private readonly removals: TagRemovalRepository,
    private readonly leads: LeadRepository,
    private readonly saves: LeadSaveService,
    private readonly customFields: CustomFieldsService,
    private readonly deals: DealRetagService,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  job(): Job {
    return defineJob({ name: 'take-off-deleted-tags', cadence: { everyMs: 60_000 }, missed: 'skip', run: (run) => this.takeOffAll(run) });
  }

  async takeOffAll(run: Pick<JobRun, 'step' | 'stepInTenant'>): Promise<Figures> {
    let changed = 0;
    let left = await run.step((tx) => this.removals.findLeft(tx, TAGS_AT_ONCE));
    for (let batch = 0; batch < MOST_BATCHES && left.length > 0; batch += left.length) {
      for (const { tenantId, tagId } of left) changed += await run.stepInTenant(tenantId, (tx) => this.takeOff(tx, tagId));
      left = await run.step((tx) => this.removals.findLeft(tx, TAGS_AT_ONCE));
    }
    return { changed };
  }

  /**
   * Takes a deleted tag off leads and deals, {@link BATCH} of each at most.
   * @returns off how many
   */
  async takeOff(tx: Tx, tagId: Uuid): Promise<number> {
    return (await this.takeOffLeads(tx, tagId)) + (await this.deals.takeOff(tx, tagId, BATCH));
  }

  private async takeOffLeads(tx: Tx, tagId: Uuid): Promise<number> {
    const leadIds = await this.removals.findLeads(tx, tx.tenantId, tagId, BATCH);
    if (leadIds.length === 0) return 0;
    const customFields = await this.customFields.hold(tx);
    const found = await this.leads.findAnyForUpdate(tx, tx.tenantId, leadIds);
    const live = found.filter(({ deletedAt }) => deletedAt === null);
    const context = { now: this.clock.now(), importId: null, customFields };
    const ids = live.map(({ leadId }) => leadId);
    const effect = retag(ids, live, { add: [], remove: [tagId] }, context);
    await this.saves.saveAll(tx, effect);
    return effect.steps.length;
  }
}
