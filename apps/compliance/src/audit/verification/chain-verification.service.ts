import type { AuditVerification } from '@leadstream/contracts';
import type { Clock, Uuid } from '@leadstream/kernel';
import { TenantDatabase } from '@leadstream/persistence';
import { Inject, Injectable } from '@nestjs/common';
import { CLOCK } from '../../tokens.js';
import { firstOf, found } from '../chain/chain-check.rules.js';
import { checkEnd } from '../chain/chain-end.rules.js';
import { presentCheckpoint } from '../checkpoints/statement.rules.js';
import { ChainBoundsService, type Question } from './chain-bounds.service.js';
import { ChainWalk } from './chain-walk.service.js';
import type { Verdict } from './verdict.js';

/** Entries that are checked at a time. */
const MOST_ENTRIES = 50_000;

/** Finds the first entry of a chain that was altered, removed or reordered. */
@Injectable()
export class ChainVerification {
  constructor(
    private readonly database: TenantDatabase,
    private readonly bounds: ChainBoundsService,
    private readonly walk: ChainWalk,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** @param most entries that are checked at a time */
  async judge(tenantId: Uuid, question: Question, most = MOST_ENTRIES): Promise<Verdict> {
    const { footing, end, latest, archive, ...bounds } = await this.database.readInTenant(tenantId, (tx) => this.bounds.read(tx, question));
    const { head } = end;
    const wanted = Math.min(question.to ?? head.sequence, head.sequence);
    const to = Math.min(wanted, footing.sequence + most);
    const { last, ...walked } = await this.walk.check(tenantId, footing, to);
    const isComplete = to === wanted;
    const isToEnd = isComplete && (question.to ?? Infinity) >= head.sequence;
    const missing = last.sequence < to ? found(last.sequence + 1, 'missing') : undefined;
    const finding = firstOf(bounds.finding, walked.finding ?? missing ?? (isToEnd ? checkEnd(last, end) : undefined));
    return { from: footing.sequence + 1, last, finding, isComplete, goal: wanted, head, latest, archive };
  }

  async verify(tenantId: Uuid, question: Question): Promise<AuditVerification> {
    const { from, last, finding, isComplete, head, latest, archive } = await this.judge(tenantId, question);
    return {
      isSound: finding === undefined,
      finding: finding ?? null,
      from,
      to: last.sequence,
      nextFrom: finding === undefined && !isComplete ? last.sequence + 1 : null,
      head: head.sequence,
      checkpoint: latest === undefined ? null : presentCheckpoint(latest),
      archive: archive === undefined ? null : presentCheckpoint(archive),
      verifiedAt: this.clock.now().toISOString(),
    };
  }
}
