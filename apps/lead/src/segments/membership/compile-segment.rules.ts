import type { Condition } from '../../filter/condition.js';
import { derivedSource } from '../../filter/fields/derived-fields.rules.js';
import { conditionsOf, dependsOnTime } from '../../filter/next-change.rules.js';
import type { SegmentRecord } from '../segment.js';
import { ANYTHING, type CompiledSegment, type Touched } from './compiled-segment.js';

/** @param segment with a filter */
export function compileSegment({ segmentId, version, filter }: SegmentRecord): CompiledSegment {
  if (filter === null) throw new Error('a segment without filter judges nobody');
  const reads = new Set(conditionsOf(filter).map(readOf));
  return { segmentId, version, filter, reads, isTimed: dependsOnTime(filter) };
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

/** Finds the segments that a change concerns: one that touches what nobody reads costs nothing more. */
export function segmentIndex(segments: readonly CompiledSegment[]): (touched: Touched) => readonly CompiledSegment[] {
  const byRead = new Map<string, CompiledSegment[]>();
  for (const segment of segments) {
    for (const read of segment.reads) byRead.set(read, [...(byRead.get(read) ?? []), segment]);
  }
  return (touched) => {
    if (touched === 'all') return segments;
    return [...new Set([ANYTHING, ...touched].flatMap((name) => byRead.get(name) ?? []))];
  };
}
