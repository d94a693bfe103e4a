import type { AuditCheckpoint, AuditFinding } from '@leadstream/contracts';
import type { Clock, Uuid } from '@leadstream/kernel';
import { TenantDatabase } from '@leadstream/persistence';
import { logger } from '@leadstream/telemetry';
import { Inject, Injectable } from '@nestjs/common';
import { auditChainFindings } from '../../metrics.js';
import { CLOCK } from '../../tokens.js';
import type { Footing } from '../audit-entry.js';
import { AuditReadModel } from '../store/audit.read-model.js';
import { ChainVerification } from '../verification/chain-verification.service.js';
import type { Checkpoint } from './checkpoint.js';
import { CheckpointRepository } from './checkpoint.repository.js';
import { SealService } from './seal.service.js';

const log = logger('audit');

type Purpose = AuditCheckpoint['purpose'];

/** Signs heads of chains, each only after what came since the one before was checked. */
@Injectable()
export class CheckpointService {
  constructor(
    private readonly database: TenantDatabase,
    private readonly entries: AuditReadModel,
    private readonly checkpoints: CheckpointRepository,
    private readonly verification: ChainVerification,
    private readonly seals: SealService,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** @returns what is wrong with the chain, signed up to there at most; undefined once its head is signed */
  async signHead(tenantId: Uuid): Promise<AuditFinding | undefined> {
    for (;;) {
      const { finding, last, latest, isComplete } = await this.verification.judge(tenantId, { sinceCheckpoint: true });
      if (finding !== undefined) return this.#told(tenantId, finding);
      if (last.sequence > (latest?.sequence ?? 0)) await this.#sign(tenantId, 'head', last);
      if (isComplete) return undefined;
    }
  }

  /**
   * Signs that the entries from before an instant may be taken out of the table: verification begins behind them once they are gone. To be called
   * before the months up to that instant go.
   * @param before beginning of the first month that stays
   * @param signal ends the check between two stretches
   * @returns the place of the last entry that may go; undefined when there is none, or the chain does not hold and nothing may go
   */
  async signArchive(tenantId: Uuid, before: Date, signal?: AbortSignal): Promise<number | undefined> {
    const last = await this.database.readInTenant(tenantId, (tx) => this.entries.findLastBefore(tx, tenantId, before));
    if (last === undefined) return undefined;
    for (let from: number | undefined; ;) {
      signal?.throwIfAborted();
      const { finding, isComplete, ...verdict } = await this.verification.judge(tenantId, {
        to: last.sequence,
        ...(from !== undefined && { from }),
      });
      if (finding !== undefined) return void this.#told(tenantId, finding);
      if (isComplete) break;
      from = verdict.last.sequence + 1;
    }
    await this.#sign(tenantId, 'archive', last);
    return last.sequence;
  }

  #told(tenantId: Uuid, finding: AuditFinding): AuditFinding {
    log.error('audit_chain_broken', { tenantId, sequence: finding.sequence, problem: finding.problem });
    auditChainFindings.add(1, { problem: finding.problem });
    return finding;
  }

  /** Whoever signs at the same moment takes the number; then that one's checkpoint stands. */
  async #sign(tenantId: Uuid, purpose: Purpose, { sequence, hash }: Footing): Promise<void> {
    const before = await this.database.readInTenant(tenantId, (tx) => this.checkpoints.findLatest(tx, tenantId, purpose));
    if (before !== undefined && before.sequence >= sequence) return;
    const number = (before?.number ?? 0) + 1;
    const checkpoint: Checkpoint = await this.seals.seal(tenantId, { number, purpose, sequence, hash, signedAt: this.clock.now() });
    await this.database.inTenant(tenantId, (tx) => this.checkpoints.create(tx, tenantId, checkpoint));
  }
}
