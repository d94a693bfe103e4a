import type { Condition } from '../../filter/condition.js';
import { demandOf } from '../../filter/demand.rules.js';
import { derivedSource } from '../../filter/fields/derived-fields.rules.js';
import { isReference } from '../../filter/matches.rules.js';
import { conditionsOf, dependsOnTime } from '../../filter/next-change.rules.js';
import type { SegmentRecord } from '../segment.js';
import { ANYTHING, type CompiledSegment, type Touched } from './compiled-segment.js';
import { SegmentSet } from './segment-set.rules.js';

/** @param segment with a filter */
export function compileSegment({ segmentId, version, filter }: SegmentRecord): CompiledSegment {
  if (filter === null) throw new Error('a segment without filter judges nobody');
  const reads = new Set(conditionsOf(filter).map(readOf));
  const references = conditionsOf(filter).flatMap((condition) =>
    isReference(condition) && condition.field.kind === 'custom' ? condition.field.fieldId : [],
  );
  return { segmentId, version, filter, reads, references, demand: demandOf(filter), isTimed: dependsOnTime(filter) };
}

/** What a condition reads, as changes name it: of nested fields the outermost name, of custom fields that there are some. */
function readOf({ field }: Condition): string {
  switch (field.kind) {
    case 'custom':
      return 'customFields';
    case 'metadata':
      return 'sourceMetadata';
    case 'core':
      return field.name.split('.', 1)[0] ?? field.name;
    case 'derived': {
      const source = derivedSource(field.name);
      // The rules of the scoring model may read any field.
      if (source?.of === 'score') return ANYTHING;
      return source?.of === 'consent' || source?.of === 'dnc' ? source.of : field.name;
    }
  }
}

/** Sets kept at hand: what changes touch comes in few mixtures. */
const MOST_SETS = 500;

/** Finds the segments that a change concerns: one that touches what nobody reads costs nothing more. */
export function segmentIndex(segments: readonly CompiledSegment[]): (touched: Touched) => SegmentSet {
  const byRead = new Map<string, CompiledSegment[]>();
  for (const segment of segments) {
    for (const read of segment.reads) byRead.set(read, [...(byRead.get(read) ?? []), segment]);
  }
  const all = new SegmentSet(segments);
  const sets = new Map<string, SegmentSet>();
  return (touched) => {
    if (touched === 'all') return all;
    const names = [...touched].filter((name) => byRead.has(name)).toSorted();
    const known = sets.get(names.join(' '));
    if (known !== undefined) return known;
    const made = new SegmentSet([...new Set([ANYTHING, ...names].flatMap((name) => byRead.get(name) ?? []))]);
    if (sets.size >= MOST_SETS) sets.clear();
    sets.set(names.join(' '), made);
    return made;
  };
}
