import { Injectable } from '@nestjs/common';
import { type OutboxItem, Outbox } from '@leadstream/messaging';
import type { Tx } from '@leadstream/persistence';
import { AssignmentRepository } from '../../assignment-store/assignment.repository.js';
import { isOver } from '../../assignment-store/owner-change.rules.js';
import { LeadSaveService } from '../../lead-store/lead-save.service.js';
import type { LeadStep } from '../../lead/lead-step.js';
import { HeldSettingsService } from '../../settings/store/held-settings.service.js';
import type { Board } from '../decision/candidate.js';
import { afterDecision, decide } from '../decision/decide.rules.js';
import type { RuleSetRecord } from '../rules/rule-set.js';
import { decidedBy, givenStep, offeredEvent, waitingAfter } from './assign.rules.js';
import { BoardService } from './board.service.js';
import { QueueRepository } from './queue.repository.js';
import type { DueLead, Waiting } from './waiting.js';
import { type Sitting, SittingService } from './sitting.service.js';

/** What becomes of leads that were looked at. */
interface Dealt {
  readonly steps: readonly LeadStep[];
  readonly waiting: readonly Waiting[];
  readonly offered: readonly OutboxItem[];
  /** After all of them. */
  readonly board: Board;
}

/** Distributes the leads that wait in the queue. */
@Injectable()
export class AssignmentService {
  constructor(
    private readonly sittings: SittingService,
    private readonly boards: BoardService,
    private readonly queue: QueueRepository,
    private readonly assignments: AssignmentRepository,
    private readonly leads: LeadSaveService,
    private readonly settings: HeldSettingsService,
    private readonly outbox: Outbox,
  ) {}

  /**
   * Looks at the leads that are due, so many at most, all in one transaction.
   * @returns how many were looked at
   */
  async distribute(tx: Tx, most: number): Promise<number> {
    const sitting = await this.sittings.open(tx);
    const { now, set } = sitting;
    if (set === undefined) return 0;
    const looked = await this.queue.lockDue(tx, tx.tenantId, now, most);
    if (looked.length === 0) return 0;
    const vocabulary = await this.settings.find(tx);
    const due = looked.filter((lead) => lead.ownerId === null && !isOver(lead, vocabulary));
    const settled = looked.filter((lead) => !due.includes(lead)).map(({ leadId }) => leadId);
    const poolIds = set.rules.map(({ poolId }) => poolId);
    const dealt = deal(due, set, await this.boards.lay(tx, poolIds, now), sitting);
    await Promise.all([
      this.leads.saveOwners(tx, dealt.steps),
      this.queue.save(tx, tx.tenantId, dealt.waiting),
      settled.length > 0 ? this.assignments.leaveQueue(tx, tx.tenantId, settled) : undefined,
      dealt.steps.length > 0 ? this.boards.saveTurns(tx, dealt.board) : undefined,
      this.outbox.addAll(tx, dealt.offered),
    ]);
    return looked.length;
  }
}

function deal(due: readonly DueLead[], set: RuleSetRecord, board: Board, sitting: Sitting): Dealt {
  const { now } = sitting;
  const steps: LeadStep[] = [];
  const waiting: Waiting[] = [];
  const offered: OutboxItem[] = [];
  let current = board;
  for (const { looks, ...lead } of due) {
    const decision = decide(lead, set.rules, current, now);
    if (decision.kind === 'given') {
      const pool = current.pools.get(decision.rule.poolId);
      const decided = decidedBy(decision.rule, set, pool, decision.candidates, 1, now);
      steps.push(givenStep(lead, decision, { way: 'rule', decided }, sitting));
      current = afterDecision(current, decision);
    } else {
      waiting.push(waitingAfter({ leadId: lead.leadId, looks }, decision, now));
      if (decision.kind === 'offered') offered.push(offeredEvent(lead, decision.rule, set.number, now));
    }
  }
  return { steps, waiting, offered, board: current };
}
