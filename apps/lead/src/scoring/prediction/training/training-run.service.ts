import { Inject, Injectable } from '@nestjs/common';
import { defineJob, type Figures, type Job, type JobRun } from '@leadstream/jobs';
import type { Clock, Uuid } from '@leadstream/kernel';
import type { Tx } from '@leadstream/persistence';
import { CustomFieldsService } from '../../../custom-fields/store/custom-fields.service.js';
import { LeadStepsReadModel } from '../../../time-travel/lead-steps.read-model.js';
import { CLOCK } from '../../../tokens.js';
import { Breather } from '../../../work/breather.js';
import { workOff } from '../../../work/work-off.js';
import { ContributionReadModel } from '../../contributions/contribution.read-model.js';
import { ExampleTable } from '../features/example-table.js';
import { type DecidedLead, decidedLead } from '../features/outcome.rules.js';
import { train, type Training, type TrainingRefusal } from '../learning/train.rules.js';
import type { TrainedModelHead } from '../trained-model/trained-model.js';
import { TrainedModelJournalService } from '../trained-model/trained-model-journal.service.js';
import { TrainedModelRepository } from '../trained-model/trained-model.repository.js';
import { OutcomeLeadsReadModel } from './outcome-leads.read-model.js';

const PAGE = 500;
/** Leads that a model is learned from: the latest ones. More would hardly tell more, and memory is bounded. */
const MOST_LEADS = 20_000;
const TENANTS_AT_ONCE = 5;
/** Times that a model is begun; a worker that dies of one does not do so for ever. */
const MOST_ATTEMPTS = 5;
const TIMEOUT_MS = 15 * 60_000;

type Run = Pick<JobRun, 'step' | 'stepInTenant' | 'signal'>;

/** Trains models that wait: nothing of one is stored before it is whole, so whoever takes over begins again. What came of it is told. */
@Injectable()
export class TrainingRunService {
  constructor(
    private readonly models: TrainedModelRepository,
    private readonly journal: TrainedModelJournalService,
    private readonly leads: OutcomeLeadsReadModel,
    private readonly steps: LeadStepsReadModel,
    private readonly contributions: ContributionReadModel,
    private readonly customFields: CustomFieldsService,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  job(): Job {
    return defineJob({
      name: 'train-scoring-models',
      cadence: { everyMs: 5_000 },
      missed: 'skip',
      timeoutMs: TIMEOUT_MS,
      run: (run) => this.trainWaiting(run),
    });
  }

  async trainWaiting(run: Run): Promise<Figures> {
    const tenants = await run.step((tx) => this.models.findTenants(tx, TENANTS_AT_ONCE));
    let trained = 0;
    for (const tenantId of tenants) trained += await this.train(run, tenantId);
    return { trained };
  }

  private async train(run: Run, tenantId: Uuid): Promise<number> {
    const begun = await run.stepInTenant(tenantId, (tx) => this.begin(tx));
    if (!begun) return 0;
    await this.read(run, tenantId, begun.model, begun.table);
    const training = await workOff(train(begun.table.examples()), run.signal);
    await run.stepInTenant(tenantId, (tx) => this.save(tx, begun.model, training, begun.table));
    return typeof training === 'string' ? 0 : 1;
  }

  private async begin(tx: Tx): Promise<{ readonly model: TrainedModelHead; readonly table: ExampleTable } | undefined> {
    const model = await this.models.findWaitingForUpdate(tx, tx.tenantId);
    if (!model) return undefined;
    if (model.attempts >= MOST_ATTEMPTS) {
      await this.refuse(tx, model.modelId, 'given-up');
      return undefined;
    }
    await this.models.updateToBegun(tx, tx.tenantId, model.modelId);
    return { model, table: new ExampleTable(await this.customFields.find(tx), model.excluded) };
  }

  private async read(run: Run, tenantId: Uuid, model: TrainedModelHead, table: ExampleTable): Promise<void> {
    const breather = new Breather();
    let after: Uuid | undefined;
    do {
      const page = await run.stepInTenant(tenantId, (tx) => this.findPage(tx, model, after));
      after = page.after;
      for (const { lead, outcome, decidedAt } of page.decided) {
        table.add(lead.leadId, outcome, { lead, contributions: page.contributionsOf(lead.leadId), beforeMs: decidedAt.getTime() });
        await breather.breathe();
      }
    } while (after !== undefined && table.size + PAGE <= MOST_LEADS);
  }

  /** @returns `after`: the last lead of the page, undefined when there is none behind it */
  private async findPage(tx: Tx, model: TrainedModelHead, after: Uuid | undefined) {
    const births = await this.leads.findPage(tx, tx.tenantId, [...model.won, ...model.lost], after, PAGE);
    const leadIds = births.map(({ leadId }) => leadId);
    const [stepsOf, contributionsOf] = await Promise.all([
      this.steps.findStepsOf(tx, tx.tenantId, leadIds),
      // A mail that was opened before the outcome and again after it was opened before it.
      this.contributions.findFirst(tx, tx.tenantId, leadIds, this.clock.now()),
    ]);
    const decided = births
      .map((birth): DecidedLead | undefined => decidedLead(birth, stepsOf(birth.leadId), model))
      .filter((lead) => lead !== undefined);
    return { decided, contributionsOf, after: births.length < PAGE ? undefined : leadIds.at(-1) };
  }

  private async save(tx: Tx, { modelId }: TrainedModelHead, training: Training | TrainingRefusal, table: ExampleTable): Promise<void> {
    if (typeof training === 'string') return this.refuse(tx, modelId, training);
    const { model, learned, penalty, quality } = training;
    const used = new Set(model.features.map(({ encoding }) => encoding.key));
    const features = table.features.filter(({ key }) => used.has(key));
    const [report, now] = [{ learned, penalty, quality }, this.clock.now()];
    const isTrained = await this.models.updateToTrained(tx, tx.tenantId, modelId, { outcome: model, features }, report, now);
    if (isTrained) await this.journal.tell(tx, modelId, 'trained', now);
  }

  private async refuse(tx: Tx, modelId: Uuid, failure: TrainingRefusal | 'given-up'): Promise<void> {
    const isRefused = await this.models.updateToFailed(tx, tx.tenantId, modelId, failure);
    if (isRefused) await this.journal.tell(tx, modelId, 'failed', this.clock.now());
  }
}
