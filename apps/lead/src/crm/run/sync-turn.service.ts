import { Inject, Injectable } from '@nestjs/common';
import { type Clock, DomainError, type RequestContext, runInContext } from '@leadstream/kernel';
import { TenantDatabase } from '@leadstream/persistence';
import type { LeadConfig } from '../../config.js';
import { CLOCK, CONFIG } from '../../tokens.js';
import { AccountService } from '../connection/account.service.js';
import { ConnectionRepository } from '../connection/connection.repository.js';
import type { ConnectionRecord } from '../connection/crm-connection.js';
import { crmErrors } from '../crm.errors.js';
import type { CrmPeer } from '../peer/crm-peer.js';
import { PeerDoorService } from '../peer/peer-door.service.js';
import { WALK_START, walkOn } from '../peer/page-walk.rules.js';
import { PullService } from '../pull/pull.service.js';
import { RemovalService } from '../pull/removal.service.js';
import { HandBackService } from '../push/hand-back.service.js';
import { PushService } from '../push/push.service.js';
import { ValueFactsService } from '../reconcile/value-facts.service.js';
import { recourseFor } from './retry.rules.js';
import { RunProgressService } from './run-progress.service.js';
import { type RunClaim, type RunRecord, SyncRunLost } from './sync-run.js';
import { sumOf } from './tally.rules.js';

/** Pages of one turn; other runs then have theirs. */
const PAGES_A_TURN = 20;

/** Takes a claimed run on: page after page from the peer, then batch after batch to it. */
@Injectable()
export class SyncTurnService {
  constructor(
    private readonly database: TenantDatabase,
    private readonly connections: ConnectionRepository,
    private readonly door: PeerDoorService,
    private readonly accounts: AccountService,
    private readonly progress: RunProgressService,
    private readonly valueFacts: ValueFactsService,
    private readonly pulls: PullService,
    private readonly removals: RemovalService,
    private readonly handBacks: HandBackService,
    private readonly pushes: PushService,
    @Inject(CONFIG) private readonly config: Pick<LeadConfig, 'CRM_MAX_PAGES'>,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** @param shouldStop asked after every page @throws SyncRunLost */
  async take(claim: RunClaim, shouldStop: () => boolean): Promise<void> {
    const { tenantId } = claim;
    const run = await this.progress.whileHeld(claim, (_, held) => Promise.resolve(held));
    const connection = await this.database.readInTenant(tenantId, (tx) => this.connections.find(tx, tenantId, run.provider));
    if (!connection) throw new SyncRunLost();
    await runInContext(contextOf(claim), () => this.goOn(claim, run, connection, shouldStop));
  }

  private async goOn(claim: RunClaim, begun: RunRecord, connection: ConnectionRecord, shouldStop: () => boolean): Promise<void> {
    let run = begun;
    try {
      const peer = await this.door.open(claim.tenantId, connection);
      // Every turn: a connection may have been given other credentials since the one before.
      await this.accounts.confirm(claim.tenantId, connection, peer);
      if (run.pages === 0) await peer.check();
      for (let page = 0; page < PAGES_A_TURN && !shouldStop() && run.status === 'running'; page += 1) {
        if (run.pages >= this.config.CRM_MAX_PAGES) throw crmErrors.CRM_PEER_ENDLESS();
        run = await this.step(claim, run, connection, peer);
      }
      if (run.status === 'running') await this.progress.release(claim);
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      await this.recover(claim, run, error);
    }
  }

  private async step(claim: RunClaim, run: RunRecord, connection: ConnectionRecord, peer: CrmPeer): Promise<RunRecord> {
    if (run.phase === 'pull') {
      const window = { from: run.windowFrom, until: run.windowUntil };
      const page = await peer.readChanges(window, run.position?.change);
      const owners = await this.valueFacts.askOwners(connection.settings.mapping, peer);
      await this.handBack(claim, connection, peer);
      return this.progress.commit(claim, async (tx) => {
        const removed = await this.removals.apply(tx, connection, page.removals);
        const step = await this.pulls.apply(tx, connection, page, owners);
        return { ...step, counts: sumOf(step.counts, removed.counts), notes: [...removed.notes, ...step.notes] };
      });
    }
    if (run.phase === 'removals') return this.removalStep(claim, run, connection, peer);
    await this.handBack(claim, connection, peer);
    const apply = await this.pushes.push(claim.tenantId, connection, peer, run.position?.leadId);
    return this.progress.commit(claim, apply);
  }

  /** Until nothing is left to give back: a merge may be undone at any time. */
  private async handBack(claim: RunClaim, connection: ConnectionRecord, peer: CrmPeer): Promise<void> {
    for (;;) {
      const apply = await this.handBacks.handBack(claim.tenantId, connection, peer);
      if (!apply) return;
      await this.progress.whileHeld(claim, apply);
    }
  }

  private async removalStep(claim: RunClaim, run: RunRecord, connection: ConnectionRecord, peer: CrmPeer): Promise<RunRecord> {
    const { removals, next } = await peer.readRemovals(run.position?.cursor);
    const walk = next === undefined ? undefined : walkOn(run.position?.walk ?? WALK_START, next);
    if (next !== undefined && (walk === undefined || next === run.position?.cursor)) throw crmErrors.CRM_PEER_CURSOR_REPEATED();
    const place =
      next !== undefined && walk
        ? ({ phase: 'removals', position: { cursor: next, walk } } as const)
        : ({ phase: 'push', position: null } as const);
    return this.progress.commit(claim, async (tx) => ({
      direction: 'pull',
      ...place,
      ...(await this.removals.apply(tx, connection, removals)),
    }));
  }

  private async recover(claim: RunClaim, run: RunRecord, error: DomainError): Promise<void> {
    const recourse = recourseFor(error, run.failures);
    if (recourse.kind === 'fail') await this.progress.fail(claim, error.code);
    else await this.progress.wait(claim, new Date(this.clock.now().getTime() + recourse.pauseMs), recourse.counts, error.code);
  }
}

/** What a sync changes of leads is its own doing; the run can be found by the id of the request. */
function contextOf({ tenantId, runId }: RunClaim): RequestContext {
  return { tenantId, actor: { kind: 'service', id: 'crm-sync' }, scopes: [], requestId: runId };
}
