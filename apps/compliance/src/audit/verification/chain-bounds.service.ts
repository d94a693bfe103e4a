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

export interface Question extends Partial<VerifyAuditTrailBody> {
  /** Where an earlier check ended, in place of `from`: it goes on behind it. */
  readonly footing?: Footing | undefined;
}

/** Where a check begins, and what is known of the end. */
export interface ChainBounds {
  readonly footing: Footing;
  readonly end: ChainEnd;
  readonly latest: Checkpoint | undefined;
  /** On what the first entry that is there rests, older ones having been taken out; undefined while none were. */
  readonly archive: Checkpoint | undefined;
  /** What is wrong with the bounds themselves, or with what somebody kept. */
  readonly finding: AuditFinding | undefined;
}

type Start = Pick<ChainBounds, 'footing' | 'finding'>;
type Ends = Pick<ChainBounds, 'latest' | 'archive'> & { readonly head: Footing };

const laterOf = (one: Checkpoint | undefined, other: Checkpoint | undefined): Checkpoint | undefined =>
  (other?.sequence ?? 0) > (one?.sequence ?? 0) ? other : one;

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
    const archive = await this.checkpoints.findBegin(tx, tenantId);
    const { footing, finding } = await this.#start(tx, question, { head, latest, archive });
    const gap = await this.checkpoints.findGap(tx, tenantId);
    return {
      footing,
      end: { head, lastEntry, lastSigned: latest?.sequence ?? 0 },
      latest,
      archive,
      finding: firstOf(finding, gap === undefined ? undefined : found(gap, 'forged'), await this.#againstKept(tx, question.kept, archive)),
    };
  }

  async #start(tx: Tx, { footing, from, sinceCheckpoint }: Question, { head, latest, archive }: Ends): Promise<Start> {
    // Of what was checked some may have left meanwhile.
    if (footing !== undefined)
      return footing.sequence > (archive?.sequence ?? -1) ? { footing, finding: undefined } : this.#on(tx, archive);
    if (from !== undefined) return this.#before(tx, Math.min(from, head.sequence + 1), archive);
    return this.#on(tx, sinceCheckpoint ? laterOf(latest, archive) : archive);
  }

  /** The first entry rests on nothing, on what was signed when older ones were taken out, or on the latest checkpoint. */
  async #on(tx: Tx, signed: Checkpoint | undefined): Promise<Start> {
    if (signed === undefined) return { footing: BEFORE_FIRST, finding: undefined };
    return { footing: signed, finding: (await this.seals.holds(tx, signed)) ? undefined : found(signed.sequence, 'forged') };
  }

  async #before(tx: Tx, from: number, archive: Checkpoint | undefined): Promise<Start> {
    const oldest = await this.#on(tx, archive);
    if (from <= oldest.footing.sequence + 1) return oldest;
    const hash = await this.entries.findHash(tx, tx.tenantId, from - 1);
    if (hash === undefined) return { footing: { ...BEFORE_FIRST, sequence: from - 1 }, finding: found(from - 1, 'missing') };
    return { footing: { sequence: from - 1, hash }, finding: undefined };
  }

  /** Somebody's own copy is the witness that nobody here can change. Of an entry that was taken out what was signed of it answers: checkpoints stay. */
  async #againstKept(tx: Tx, kept: Question['kept'], archive: Checkpoint | undefined): Promise<AuditFinding | undefined> {
    if (kept === undefined) return undefined;
    if (archive !== undefined && kept.sequence <= archive.sequence) return this.#againstSigned(tx, kept);
    const hash = await this.entries.findHash(tx, tx.tenantId, kept.sequence);
    if (hash === undefined) return found(kept.sequence, 'missing');
    return hash.toString('hex') === kept.hash ? undefined : found(kept.sequence, 'contradicted');
  }

  async #againstSigned(tx: Tx, { sequence, hash }: NonNullable<Question['kept']>): Promise<AuditFinding | undefined> {
    const [signed] = await this.checkpoints.findOfPlace(tx, tx.tenantId, sequence);
    if (signed === undefined) return found(sequence, 'missing');
    if (!(await this.seals.holds(tx, signed))) return found(sequence, 'forged');
    return signed.hash.toString('hex') === hash ? undefined : found(sequence, 'contradicted');
  }
}
