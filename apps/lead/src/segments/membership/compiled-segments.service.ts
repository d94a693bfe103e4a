import { Injectable } from '@nestjs/common';
import type { Uuid } from '@leadstream/kernel';
import type { Tx } from '@leadstream/persistence';
import { SegmentRepository } from '../store/segment.repository.js';
import { compileSegment, segmentIndex } from './compile-segment.rules.js';
import type { CompiledSegment, Touched } from './compiled-segment.js';
import { SegmentSet } from './segment-set.rules.js';

/** Tenants whose segments are kept at hand. */
const MOST_TENANTS = 200;

interface Kept {
  /** Of the ids and versions of which it is made. */
  readonly print: string;
  readonly segments: ReadonlyMap<Uuid, CompiledSegment>;
  /** Those in which time plays a part. */
  readonly timed: SegmentSet;
  readonly concerned: (touched: Touched) => SegmentSet;
}

/** The dynamic segments of tenants, each version read and indexed once a process. */
@Injectable()
export class CompiledSegmentsService {
  readonly #kept = new Map<Uuid, Kept>();

  constructor(private readonly segments: SegmentRepository) {}

  /** As they are now: to be called while the tenant's segments are held. */
  async find(tx: Tx): Promise<Kept> {
    const print = await this.segments.findPrint(tx, tx.tenantId);
    const kept = this.#kept.get(tx.tenantId);
    if (kept?.print === print) return kept;
    const present = await this.segments.findDynamic(tx, tx.tenantId);
    const isKept = ({ segmentId, version }: { segmentId: Uuid; version: number }) => kept?.segments.get(segmentId)?.version === version;
    const others = present.filter((one) => !isKept(one)).map(({ segmentId }) => segmentId);
    const read = others.length === 0 ? [] : await this.segments.findGiven(tx, tx.tenantId, others);
    const known = present.filter(isKept).map(({ segmentId }) => kept?.segments.get(segmentId) as CompiledSegment);
    const all = [...known, ...read.map(compileSegment)];
    const timed = new SegmentSet(all.filter(({ isTimed }) => isTimed));
    return this.#keep(tx.tenantId, {
      print,
      segments: new Map(all.map((one) => [one.segmentId, one])),
      timed,
      concerned: segmentIndex(all),
    });
  }

  /** Whoever was asked for longest ago goes first. */
  #keep(tenantId: Uuid, kept: Kept): Kept {
    this.#kept.delete(tenantId);
    this.#kept.set(tenantId, kept);
    const [oldest] = this.#kept.keys();
    if (this.#kept.size > MOST_TENANTS && oldest !== undefined) this.#kept.delete(oldest);
    return kept;
  }
}
