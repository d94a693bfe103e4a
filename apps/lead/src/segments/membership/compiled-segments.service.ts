import { Injectable } from '@nestjs/common';
import type { Uuid } from '@leadstream/kernel';
import type { Tx } from '@leadstream/persistence';
import { SegmentRepository } from '../store/segment.repository.js';
import { compileSegment, segmentIndex } from './compile-segment.rules.js';
import type { CompiledSegment, Touched } from './compiled-segment.js';

/** Tenants whose segments are kept at hand. */
const MOST_TENANTS = 200;

interface Kept {
  /** Ids and versions of which it is made. */
  readonly print: string;
  readonly segments: ReadonlyMap<Uuid, CompiledSegment>;
  readonly concerned: (touched: Touched) => readonly CompiledSegment[];
}

/** The dynamic segments of tenants, each version read and indexed once a process. */
@Injectable()
export class CompiledSegmentsService {
  readonly #kept = new Map<Uuid, Kept>();

  constructor(private readonly segments: SegmentRepository) {}

  /** As they are now: to be called while the tenant's segments are held. */
  async find(tx: Tx): Promise<Kept> {
    const present = await this.segments.findDynamic(tx, tx.tenantId);
    const print = present
      .map(({ segmentId, version }) => `${segmentId} ${version}`)
      .toSorted()
      .join();
    const kept = this.#kept.get(tx.tenantId);
    if (kept?.print === print) return kept;
    const isKept = ({ segmentId, version }: { segmentId: Uuid; version: number }) => kept?.segments.get(segmentId)?.version === version;
    const others = present.filter((one) => !isKept(one)).map(({ segmentId }) => segmentId);
    const read = others.length === 0 ? [] : await this.segments.findGiven(tx, tx.tenantId, others);
    const known = present.filter(isKept).map(({ segmentId }) => kept?.segments.get(segmentId) as CompiledSegment);
    const all = [...known, ...read.map(compileSegment)];
    return this.#keep(tx.tenantId, { print, segments: new Map(all.map((one) => [one.segmentId, one])), concerned: segmentIndex(all) });
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
