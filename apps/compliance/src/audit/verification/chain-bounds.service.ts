import type { AuditFinding, VerifyAuditTrailBody } from '@leadstream/contracts';
import type { Tx } from '@leadstream/persistence';
import { Injectable } from '@nestjs/common';
import { BEFORE_FIRST, type Footing } from '../audit-entry.js';
import { firstOf, found } from '../chain/chain-check.rules.js';
import type { ChainEnd } from '../chain/chain-end.rules.js';
import type { Checkpoint } from '../checkpoints/checkpoint.js';
import { CheckpointRepository } from '../checkpoints/checkpoint.repository.js';
import { SealService } from '../checkpoints/seal.service.js';
import { AuditReadModel } from '../store/audit.read-model.js';

export type Question = Partial<VerifyAuditTrailBody>;

/** Where a check begins, and what is known of the end. */
export interface ChainBounds {
  readonly footing: Footing;
  readonly end: ChainEnd;
  readonly latest: Checkpoint | undefined;
  /** What is wrong with the bounds themselves, or with what somebody kept. */
  readonly finding: AuditFinding | undefined;
}

type Start = Pick<ChainBounds, 'footing' | 'finding'>;

/** Where checks of a chain begin and end. */
@Injectable()
export class ChainBoundsService {
  constructor(
    private readonly entries: AuditReadModel,
    private readonly checkpoints: CheckpointRepository,
    private readonly seals: SealService,
  ) {}

  async read(tx: Tx, question: Question): Promise<ChainBounds> {
    const { tenantId } = tx;
    const latest = await this.checkpoints.findLatest(tx, tenantId, 'head');
    const { head, lastEntry } = (await this.entries.findEnd(tx, tenantId)) ?? { head: BEFORE_FIRST, lastEntry: 0 };
    const from = question.from && Math.min(question.from, head.sequence + 1);
    const { footing, finding } = from === undefined ? await this.#oldest(tx, question, latest) : await this.#before(tx, from);
    const gap = await this.checkpoints.findGap(tx, tenantId);
    return {
      footing,
      end: { head, lastEntry, lastSigned: latest?.sequence ?? 0 },
      latest,
      finding: firstOf(finding, gap === undefined ? undefined : found(gap, 'forged'), await this.#againstKept(tx, question.kept)),
    };
  }

  /** The first entry rests on nothing, on what was signed when older ones were taken out, or on the latest checkpoint. */
  async #oldest(tx: Tx, { sinceCheckpoint }: Question, latest: Checkpoint | undefined): Promise<Start> {
    const signed = (sinceCheckpoint ? latest : undefined) ?? (await this.checkpoints.findLatest(tx, tx.tenantId, 'archive'));
    if (signed === undefined) return { footing: BEFORE_FIRST, finding: undefined };
    return { footing: signed, finding: (await this.seals.holds(tx, signed)) ? undefined : found(signed.sequence, 'forged') };
  }

  async #before(tx: Tx, from: number): Promise<Start> {
    const oldest = await this.#oldest(tx, {}, undefined);
    if (from <= oldest.footing.sequence + 1) return oldest;
    const hash = await this.entries.findHash(tx, tx.tenantId, from - 1);
    if (hash === undefined) return { footing: { ...BEFORE_FIRST, sequence: from - 1 }, finding: found(from - 1, 'missing') };
    return { footing: { sequence: from - 1, hash }, finding: undefined };
  }

  /** Somebody's own copy is the witness that nobody here can change. */
  async #againstKept(tx: Tx, kept: Question['kept']): Promise<AuditFinding | undefined> {
    if (kept === undefined) return undefined;
    const hash = await this.entries.findHash(tx, tx.tenantId, kept.sequence);
    if (hash === undefined) return found(kept.sequence, 'missing');
    return hash.toString('hex') === kept.hash ? undefined : found(kept.sequence, 'contradicted');
  }
}
