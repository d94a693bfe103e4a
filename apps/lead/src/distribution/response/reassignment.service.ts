import { Injectable } from '@nestjs/common';
import { leadResponseMissedV1 } from '@leadstream/contracts';
import type { Uuid } from '@leadstream/kernel';
import { type OutboxItem, Outbox } from '@leadstream/messaging';
import type { Tx } from '@leadstream/persistence';
import { AssignmentRepository } from '../../assignment-store/assignment.repository.js';
import { LeadSaveService } from '../../lead-store/lead-save.service.js';
import type { LeadStep } from '../../lead/lead-step.js';
import { eventOf, updateStep } from '../../lead/lead-step.rules.js';
import { decidedBy, givenStep, passedOnAt } from '../assigning/assign.rules.js';
import { BoardService } from '../assigning/board.service.js';
import { type Sitting, SittingService } from '../assigning/sitting.service.js';
import type { Board } from '../decision/candidate.js';
import { afterDecision, decide, hasUnasked } from '../decision/decide.rules.js';
import { type MissedResponse, ResponseRepository } from './response.repository.js';

/** Gives leads to somebody else whose owners did not respond in time. */
@Injectable()
export class ReassignmentService {
  constructor(
    private readonly sittings: SittingService,
    private readonly responses: ResponseRepository,
    private readonly assignments: AssignmentRepository,
    private readonly boards: BoardService,
    private readonly leads: LeadSaveService,
    private readonly outbox: Outbox,
  ) {}

  /**
   * Settles the responses that are due, so many at most, all in one transaction. A lead stays with its owner when it was given as often as its
   * pool says, or when everybody was asked; while nobody else can take it, it is looked at again. A rule by which members claim takes it from its owner.
   * @returns how many were looked at
   */
  async reassign(tx: Tx, most: number): Promise<number> {
    const sitting = await this.sittings.open(tx);
    const { now, set } = sitting;
    const missed = await this.responses.lockMissed(tx, tx.tenantId, now, most);
    if (missed.length === 0) return 0;
    const assignmentIds = missed.map(({ assignmentId }) => assignmentId);
    const leadIds = missed.map(({ lead }) => lead.leadId);
    await this.responses.settleMissed(tx, tx.tenantId, assignmentIds, now);
    const poolIds = [...missed.map(({ poolId }) => poolId), ...(set?.rules ?? []).map(({ poolId }) => poolId)];
    const board = await this.boards.lay(tx, poolIds, now);
    const asked = await this.responses.findAsked(tx, tx.tenantId, leadIds);
    const passed = passOn(missed, sitting, board, asked);
    await this.outbox.addAll(
      tx,
      missed.filter(({ isFresh }) => isFresh).map((one) => missedEvent(one, now)),
    );
    await this.responses.wait(tx, tx.tenantId, passed.waits);
    await this.leads.saveOwners(tx, [...passed.steps, ...passed.offered]);
    const offered = passed.offered.map(({ lead }) => lead.leadId);
    if (offered.length > 0) await this.assignments.enterQueue(tx, tx.tenantId, offered, now);
    if (passed.steps.length > 0) await this.boards.saveTurns(tx, passed.board);
    return missed.length;
  }
}

/** What becomes of leads whose owners did not respond. */
interface Passed {
  /** Given to somebody else. */
  readonly steps: readonly LeadStep[];
  /** Taken from their owners, for somebody to claim. */
  readonly offered: readonly LeadStep[];
  /** To be looked at again. */
  readonly waits: readonly { readonly assignmentId: Uuid; readonly passAt: Date }[];
  /** After all of them. */
  readonly board: Board;
}

function passOn(missed: readonly MissedResponse[], sitting: Sitting, board: Board, asked: ReadonlyMap<Uuid, ReadonlySet<Uuid>>): Passed {
  const { now, set, customFields } = sitting;
  const steps: LeadStep[] = [];
  const offered: LeadStep[] = [];
  const waits: Passed['waits'][number][] = [];
  let current = board;
  for (const { lead, assignmentId, memberId, poolId, round, dueAt } of missed) {
    const isLast = round >= (current.pools.get(poolId)?.mostRounds ?? 1);
    if (set === undefined || isLast || lead.ownerId !== memberId) continue;
    const before = asked.get(lead.leadId) ?? new Set([memberId]);
    const decision = decide(lead, set.rules, current, now, before);
    if (decision.kind === 'offered') {
      const step = updateStep(lead, { ownerId: null }, { now, importId: null, customFields });
      if (step) offered.push(step);
    }
    if (decision.kind === 'nobody' && hasUnasked(lead, set.rules, current, now, before)) {
      waits.push({ assignmentId, passAt: passedOnAt(dueAt, now) });
    }
    if (decision.kind !== 'given' || decision.memberId === memberId) continue;
    const { rule, candidates } = decision;
    const decided = decidedBy(rule, set, current.pools.get(rule.poolId), candidates, round + 1, now);
    steps.push(givenStep(lead, decision, { way: 'reassigned', decided }, sitting));
    current = afterDecision(current, decision);
  }
  return { steps, offered, waits, board: current };
}

function missedEvent({ lead, assignmentId, memberId, poolId, round, dueAt }: MissedResponse, now: Date): OutboxItem {
  const told = { leadId: lead.leadId, assignmentId, memberId, poolId, round };
  const data = { ...told, dueAt: dueAt.toISOString(), missedAt: now.toISOString() };
  return eventOf(leadResponseMissedV1, data, lead.version, now);
}
