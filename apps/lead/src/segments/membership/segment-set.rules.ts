import type { Uuid } from '@leadstream/kernel';
import { holdsOf, type LeadReading } from '../../filter/matches.rules.js';
import type { Condition } from '../../filter/condition.js';
import { nextChange, type TimedCondition, timedConditions } from '../../filter/next-change.rules.js';
import type { CompiledSegment } from './compiled-segment.js';
import type { KnownLead } from './known-lead.js';

/** Segments by the values of one field that they demand. */
interface Shelf {
  readonly id: string;
  readonly condition: Condition;
  readonly byKey: ReadonlyMap<string, readonly CompiledSegment[]>;
}

/** Segments that leads are judged by together: those that demand a value are found by what the lead has, the others are tried each. */
export class SegmentSet {
  readonly #byId: ReadonlyMap<Uuid, CompiledSegment>;
  readonly #shelves: readonly Shelf[];
  readonly #others: readonly CompiledSegment[];
  readonly #timed: readonly TimedCondition[];

  constructor(readonly segments: readonly CompiledSegment[]) {
    this.#timed = timedConditions(segments.map(({ filter }) => filter));
    this.#byId = new Map(segments.map((segment) => [segment.segmentId, segment]));
    this.#others = segments.filter(({ demand }) => demand === undefined);
    this.#shelves = shelves(segments);
  }

  find(segmentId: Uuid): CompiledSegment | undefined {
    return this.#byId.get(segmentId);
  }

  /** Those that the lead is in; none when it is deleted. */
  holding(reading: LeadReading): CompiledSegment[] {
    if (reading.lead.deletedAt !== null) return [];
    const holding: CompiledSegment[] = [];
    const tryEach = (segments: readonly CompiledSegment[]): void => {
      for (const segment of segments) if (holdsOf(segment.filter, reading)) holding.push(segment);
    };
    tryEach(this.#others);
    for (const { id, condition, byKey } of this.#shelves) {
      const keys = reading.read(id, condition)?.keys ?? [];
      if (keys.length === 1) tryEach(byKey.get(keys[0] as string) ?? []);
      else tryEach([...new Set(keys.flatMap((key) => byKey.get(key) ?? []))]);
    }
    return holding;
  }

  /** When time alone may move the lead into one of them or out of it, at the earliest; null when it will not. */
  nextLook({ lead, reading, scoreTurn }: KnownLead): Date | null {
    return lead.deletedAt === null ? nextChange(this.#timed, reading, scoreTurn) : null;
  }
}

function shelves(segments: readonly CompiledSegment[]): Shelf[] {
  const found = new Map<string, { readonly condition: Condition; readonly byKey: Map<string, CompiledSegment[]> }>();
  for (const segment of segments) {
    const { demand } = segment;
    if (demand === undefined) continue;
    const shelf = found.get(demand.id) ?? { condition: demand.condition, byKey: new Map<string, CompiledSegment[]>() };
    found.set(demand.id, shelf);
    for (const key of demand.keys) shelf.byKey.set(key, [...(shelf.byKey.get(key) ?? []), segment]);
  }
  return [...found].map(([id, shelf]) => ({ id, ...shelf }));
}
