import { Inject, Injectable } from '@nestjs/common';
import { defineJob, type Figures, type Job, type JobRun } from '@leadstream/jobs';
import type { Clock } from '@leadstream/kernel';
import type { Tx } from '@leadstream/persistence';
import { CLOCK } from '../../tokens.js';
import { triedRules } from '../policy/tried-rules.rules.js';
import { RehearsalJournalService } from './journal/rehearsal-journal.service.js';
import { PastDecisionReadModel } from './trial/past-decision.read-model.js';
import type { RehearsedDecision } from './rehearsal.js';
import { RehearsalChangeRepository } from './rehearsal-change.repository.js';
import { RehearsalRepository } from './rehearsal.repository.js';
import { tallied } from './rehearsal-tally.rules.js';
import { RehearsalTrialService } from './trial/rehearsal-trial.service.js';

/** Name of the job that rehearses. */
export const REHEARSAL_JOB = 'rehearse-policies';
/** A page is a transaction and some 20 ms of the processor, so that requests are answered in between. */
const PAGE = 200;
/** Pages of one run; the next run goes on. */
const MOST_PAGES = 1_000;
const TENANTS_AT_ONCE = 20;

/** Goes through the decisions of rehearsals, a page at a time: what was found lies in the rehearsal, so any process can go on. */
@Injectable()
export class RehearsalRunService {
  constructor(
    private readonly rehearsals: RehearsalRepository,
    private readonly changes: RehearsalChangeRepository,
    private readonly pastDecisions: PastDecisionReadModel,
    private readonly trial: RehearsalTrialService,
    private readonly journal: RehearsalJournalService,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  job(): Job {
    return defineJob({ name: REHEARSAL_JOB, cadence: { everyMs: 5_000 }, missed: 'skip', run: (run) => this.rehearse(run) });
  }

  /** Tenants in turn, a page each. */
  async rehearse(run: Pick<JobRun, 'step' | 'stepInTenant'>): Promise<Figures> {
    let rehearsed = 0;
    const findTenants = () => run.step((tx) => this.rehearsals.findTenants(tx, TENANTS_AT_ONCE));
    let tenants = await findTenants();
    for (let page = 0; page < MOST_PAGES && tenants.length > 0; page += tenants.length) {
      for (const tenantId of tenants) rehearsed += await run.stepInTenant(tenantId, (tx) => this.goOn(tx));
      tenants = await findTenants();
    }
    return { rehearsed };
  }

  /** @returns how many decisions were looked at */
  private async goOn(tx: Tx): Promise<number> {
    const { tenantId } = tx;
    const rehearsal = await this.rehearsals.findRunningForUpdate(tx, tenantId);
    if (!rehearsal) return 0;
    const rules = triedRules(rehearsal.ruleSetVersion, rehearsal.ruleChanges);
    if (rules === undefined) {
      // A release took it back meanwhile.
      await this.journal.end(tx, rehearsal, 'cancelled', this.clock.now());
      return 0;
    }
    const page = await this.pastDecisions.findNext(tx, tenantId, rehearsal, PAGE);
    const rehearsed: RehearsedDecision[] = page.length === 0 ? [] : await this.trial.tryOn(tx, rehearsal, rules, page);
    await this.changes.createAll(
      tx,
      tenantId,
      rehearsal.rehearsalId,
      rehearsed.flatMap((one) => ('unknown' in one ? [] : (one.change ?? []))),
    );
    const last = page.at(-1);
    const place = last && { doneUpTo: last.id, doneUntil: last.decidedAt };
    const after = { ...rehearsal, ...place, tally: tallied(rehearsal.tally, rehearsed) };
    if (page.length < PAGE) await this.journal.end(tx, after, 'completed', this.clock.now());
    else await this.rehearsals.update(tx, tenantId, after);
    return page.length;
  }
}
