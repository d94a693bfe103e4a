import { Inject, Injectable } from '@nestjs/common';
import { scoringRehearsalCompletedV1 } from '@leadstream/contracts';
import { defineJob, type Figures, type Job, type JobRun } from '@leadstream/jobs';
import type { Clock } from '@leadstream/kernel';
import { Outbox } from '@leadstream/messaging';
import type { Tx } from '@leadstream/persistence';
import { CLOCK } from '../../tokens.js';
import { ContributionReadModel } from '../contributions/contribution.read-model.js';
import { ActiveModelService } from '../model/active-model.service.js';
import { ModelJournalService } from '../model/model-journal.service.js';
import type { ScoringModelRecord } from '../model/scoring-model.js';
import { ScoringModelRepository } from '../model/scoring-model.repository.js';
import { isOpen, rehearsedStep } from '../model/scoring-model.rules.js';
import { scoreAt } from '../score/score.rules.js';
import { COMPLETED, type RehearsalRecord, type RehearsedLead } from './rehearsal.js';
import { RehearsalRepository } from './rehearsal.repository.js';
import { tallied, toldEnd } from './rehearsal.rules.js';

const BATCH = 500;
/** Turns of one run; the next run goes on. */
const MOST_BATCHES = 400;
const TENANTS_AT_ONCE = 20;

/** Goes through the leads of rehearsals, a batch at a time: what was found lies in the rehearsal, so any process can go on. Its end is told. */
@Injectable()
export class RehearsalRunService {
  constructor(
    private readonly activeModels: ActiveModelService,
    private readonly models: ScoringModelRepository,
    private readonly journal: ModelJournalService,
    private readonly contributions: ContributionReadModel,
    private readonly rehearsals: RehearsalRepository,
    private readonly outbox: Outbox,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  job(): Job {
    return defineJob({
      name: 'rehearse-scoring-models',
      cadence: { everyMs: 5_000 },
      missed: 'skip',
      run: (run) => this.rehearse(run),
    });
  }

  /** Tenants in turn, a batch each. */
  async rehearse(run: Pick<JobRun, 'step' | 'stepInTenant'>): Promise<Figures> {
    let rehearsed = 0;
    const findTenants = () => run.step((tx) => this.rehearsals.findTenants(tx, TENANTS_AT_ONCE));
    let tenants = await findTenants();
    for (let batch = 0; batch < MOST_BATCHES && tenants.length > 0; batch += tenants.length) {
      for (const tenantId of tenants) rehearsed += await run.stepInTenant(tenantId, (tx) => this.goOn(tx));
      tenants = await findTenants();
    }
    return { rehearsed };
  }

  private async goOn(tx: Tx): Promise<number> {
    const rehearsal = await this.rehearsals.findRunningForUpdate(tx, tx.tenantId);
    if (!rehearsal) return 0;
    const model = await this.models.findById(tx, tx.tenantId, rehearsal.modelId);
    const leads = model ? await this.look(tx, model, rehearsal) : [];
    const now = this.clock.now();
    const isOver = leads.length < BATCH;
    const after: RehearsalRecord = {
      ...rehearsal,
      tally: tallied(rehearsal.tally, leads),
      leadsDone: rehearsal.leadsDone + leads.length,
      doneUpTo: leads.at(-1)?.leadId ?? rehearsal.doneUpTo,
      ...(isOver && { status: 'completed' as const, completedAt: now }),
    };
    await this.rehearsals.update(tx, tx.tenantId, after);
    if (isOver) await this.complete(tx, after, now);
    return leads.length;
  }

  private async complete(tx: Tx, rehearsal: RehearsalRecord, now: Date): Promise<void> {
    await this.outbox.add(tx, scoringRehearsalCompletedV1, { data: toldEnd(rehearsal, now), sequence: COMPLETED, time: now });
    await this.release(tx, rehearsal, now);
  }

  private async look(tx: Tx, model: ScoringModelRecord, { doneUpTo, createdAt }: RehearsalRecord): Promise<RehearsedLead[]> {
    const [active, leads] = await Promise.all([
      this.activeModels.find(tx),
      this.rehearsals.findNextLeads(tx, tx.tenantId, doneUpTo, BATCH),
    ]);
    const leadIds = leads.map(({ leadId }) => leadId);
    // All by one instant, so that the last lead is not looked at later than the first.
    const contributionsOf = await this.contributions.find(tx, tx.tenantId, leadIds, createdAt);
    return leads.map((lead) => {
      const scored = { lead, contributions: contributionsOf(lead.leadId) };
      const before = scoreAt(active.weights, scored, createdAt);
      return { leadId: lead.leadId, before, after: scoreAt(model.weights, scored, createdAt) };
    });
  }

  /** A draft that is still as it was tried may become active. */
  private async release(tx: Tx, { modelId, modelVersion }: RehearsalRecord, now: Date): Promise<void> {
    const locked = await this.models.findForUpdate(tx, tx.tenantId, modelId);
    const model = locked.find((one) => one.modelId === modelId);
    if (!model || !isOpen(model) || model.status === 'rehearsed' || model.version !== modelVersion) return;
    await this.journal.update(tx, rehearsedStep(model, now));
  }
}
