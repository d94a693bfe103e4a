import { Inject, Injectable } from '@nestjs/common';
import { leadTemperatureChangedV1 } from '@leadstream/contracts';
import { defineJob, type Figures, type Job, type JobRun } from '@leadstream/jobs';
import type { Clock, Uuid } from '@leadstream/kernel';
import { type OutboxItem, Outbox } from '@leadstream/messaging';
import type { Tx } from '@leadstream/persistence';
import type { LeadRecord } from '../../lead/lead.js';
import { CLOCK } from '../../tokens.js';
import type { ScoreEvent } from '../contributions/contribution.js';
import { ContributionReadModel } from '../contributions/contribution.read-model.js';
import { DIGEST_FROM, DigestRepository } from '../contributions/digest.repository.js';
import { ActiveModelService } from '../model/active-model.service.js';
import { judge } from './judge.rules.js';
import type { TemperatureCause } from './lead-temperature.js';
import { TemperatureRepository } from './temperature.repository.js';

/** Leads of one transaction: none of them can be changed while it lasts. */
const BATCH = 500;
/** Turns of one run; the next run goes on. */
const MOST_BATCHES = 200;
const TENANTS_AT_ONCE = 20;

type Causes = ReadonlyMap<Uuid, ScoreEvent | undefined>;

/** Finds how hot leads are, and tells when one has become hotter or colder. */
@Injectable()
export class TemperatureService {
  constructor(
    private readonly models: ActiveModelService,
    private readonly contributions: ContributionReadModel,
    private readonly digests: DigestRepository,
    private readonly temperatures: TemperatureRepository,
    private readonly outbox: Outbox,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** @param causes events by the ids that they name: of leads, of merged leads, of visitors */
  async judgeMoved(tx: Tx, causes: Causes): Promise<void> {
    await this.judge(tx, await this.temperatures.lockMeant(tx, tx.tenantId, [...causes.keys()]), 'event', causes);
  }

  job(): Job {
    return defineJob({
      name: 'tell-lead-temperatures',
      cadence: { everyMs: 15_000 },
      missed: 'skip',
      run: (run) => this.judgeDue(run),
    });
  }

  /** The next leads whose temperature time may have changed, unless somebody else looks at the tenant's. @returns at how many it looked */
  async judgeNext(tx: Tx): Promise<number> {
    return (await this.temperatures.holdAlone(tx, tx.tenantId)) ? this.judgeByTime(tx) : 0;
  }

  /** Tenants in turn, a batch each, until nobody is left to be looked at or the run has done its share. */
  async judgeDue(run: Pick<JobRun, 'step' | 'stepInTenant'>): Promise<Figures> {
    let judged = 0;
    const findTenants = () => run.step((tx) => this.temperatures.findTenants(tx, this.clock.now(), TENANTS_AT_ONCE));
    let tenants = await findTenants();
    for (let batch = 0; batch < MOST_BATCHES && tenants.length > 0; batch += tenants.length) {
      for (const tenantId of tenants) {
        judged += await run.stepInTenant(tenantId, async (tx) => (await this.judgeByModel(tx)) + (await this.judgeByTime(tx)));
      }
      tenants = await findTenants();
    }
    return { judged };
  }

  /** The next leads that were not judged by the active model yet. */
  private async judgeByModel(tx: Tx): Promise<number> {
    const judged = await this.temperatures.findJudgedUpTo(tx, tx.tenantId);
    if (judged === undefined) return 0;
    const leads = await this.temperatures.lockNext(tx, tx.tenantId, judged.leadId, BATCH);
    await this.judge(tx, leads, 'model');
    const upTo = leads.length < BATCH ? null : (leads.at(-1)?.leadId ?? null);
    await this.temperatures.saveJudgedUpTo(tx, tx.tenantId, judged.modelNumber, upTo);
    return leads.length;
  }

  private async judgeByTime(tx: Tx): Promise<number> {
    const due = await this.temperatures.findDue(tx, tx.tenantId, this.clock.now(), BATCH);
    if (due.length === 0) return 0;
    const leads = await this.temperatures.lockMeant(tx, tx.tenantId, due);
    const living = new Set(leads.map(({ leadId }) => leadId));
    await this.judge(tx, leads, 'time');
    await this.temperatures.forgetLooks(
      tx,
      tx.tenantId,
      due.filter((leadId) => !living.has(leadId)),
    );
    return due.length;
  }

  /** @param leads locked */
  private async judge(tx: Tx, leads: readonly LeadRecord[], cause: TemperatureCause, causes: Causes = new Map()): Promise<void> {
    if (leads.length === 0) return;
    const now = this.clock.now();
    const leadIds = leads.map(({ leadId }) => leadId);
    const [model, before, contributionsOf] = await Promise.all([
      this.models.find(tx),
      this.temperatures.find(tx, tx.tenantId, leadIds),
      this.contributions.find(tx, tx.tenantId, leadIds, now),
    ]);
    const judgements = leads.map((lead) => {
      const scored = { lead, contributions: contributionsOf(lead.leadId) };
      const actCount = [...scored.contributions.values()].reduce((sum, instants) => sum + instants.length, 0);
      return { lead, actCount, ...judge(model, scored, before.get(lead.leadId), { cause, now }) };
    });
    const found = judgements.map((one) => one.found).filter((one) => one !== undefined);
    const told = judgements.flatMap(({ lead, told: data }): OutboxItem[] => {
      const causedBy = causes.get(lead.leadId);
      if (data === undefined) return [];
      return [{ contract: leadTemperatureChangedV1, data, sequence: lead.version, time: now, ...(causedBy && { causedBy }) }];
    });
    const busy = judgements.filter(({ actCount }) => actCount >= DIGEST_FROM).map(({ lead }) => lead.leadId);
    await Promise.all([
      this.temperatures.save(tx, tx.tenantId, found),
      this.outbox.addAll(tx, told),
      this.digests.create(tx, tx.tenantId, busy, now),
    ]);
  }
}
