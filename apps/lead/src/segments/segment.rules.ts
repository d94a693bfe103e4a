import { isDeepStrictEqual } from 'node:util';
import type { Segment } from '@leadstream/contracts';
import type { FieldProblem, RequestContext } from '@leadstream/kernel';
import { describeFilter } from '../filter/describe-filter.rules.js';
import type { FieldRegistry } from '../filter/fields/field-registry.rules.js';
import { conditionsOf } from '../filter/next-change.rules.js';
import { parseFilter } from '../filter/parse/parse-filter.rules.js';
import type { FieldChange } from '../lead/lead.js';
import { normaliseText } from '../lead/values/text.rules.js';
import { EVERY_LEAD, KEPT_DAYS, NO_LEAD, type SegmentFilter, type SegmentRecord, type SegmentStep } from './segment.js';

const MAX_NAME_LENGTH = 200;

type Caller = Pick<RequestContext, 'actor' | 'scopes'>;

/** Whether somebody knows of a segment at all. */
export function maySee({ visibility, ...maker }: SegmentRecord, caller: Caller): boolean {
  return visibility !== 'private' || isMaker(maker, caller);
}

/** Whether somebody who sees a segment may change it and who is in it. */
export function mayChange({ visibility, ...maker }: SegmentRecord, caller: Caller): boolean {
  if (visibility === 'public' || isMaker(maker, caller)) return true;
  return visibility === 'team' && caller.scopes.includes('tenant:write');
}

function isMaker({ makerKind, makerId }: Pick<SegmentRecord, 'makerKind' | 'makerId'>, { actor }: Caller): boolean {
  return actor.kind === makerKind && actor.id === makerId;
}

/** A name in its stored form; why it is refused is added to the problems. */
export function acceptName(stated: string, problems: FieldProblem[]): string {
  const checked = normaliseText(stated, MAX_NAME_LENGTH);
  if (checked.ok && checked.value !== null) return checked.value;
  const { code, message } = checked.ok ? { code: 'text.blank', message: 'Says nothing.' } : checked;
  problems.push({ path: 'name', code, message });
  return stated;
}

/** A filter as it is stored; why it is refused, path by path, is added to the problems. */
export function acceptFilter(registry: FieldRegistry, stated: unknown, problems: FieldProblem[]): SegmentFilter | undefined {
  const parsed = parseFilter(registry, stated);
  if ('problems' in parsed) {
    problems.push(...parsed.problems.map((problem) => ({ ...problem, path: problem.path === '' ? 'filter' : `filter.${problem.path}` })));
    return undefined;
  }
  if (conditionsOf(parsed.filter).length > 0) return { stated, filter: parsed.filter };
  problems.push({ path: 'filter', code: 'filter.empty', message: 'Says nothing about leads.' });
  return undefined;
}

/** The first version of a segment; leads are looked at in the background when it has a filter. */
export function createdStep(segment: Omit<SegmentRecord, 'version' | 'status' | 'filledUpTo' | 'updatedAt' | 'deletedAt'>): SegmentStep {
  const filling = segment.filter === null ? ({ status: 'ready', filledUpTo: null } as const) : FROM_THE_FIRST;
  const made: SegmentRecord = { ...segment, ...filling, version: 1, updatedAt: segment.createdAt, deletedAt: null };
  return { segment: made, action: 'created', changes: fieldsOf(made).map(([field, after]) => ({ field, before: null, after })) };
}

const FROM_THE_FIRST = { status: 'backfilling', filledUpTo: NO_LEAD } as const;

/** @returns undefined when nothing would be other than before */
export function changedStep(
  before: SegmentRecord,
  stated: Partial<Pick<SegmentRecord, 'name' | 'visibility'> & SegmentFilter>,
  now: Date,
): SegmentStep | undefined {
  const merged: SegmentRecord = { ...before, ...stated, version: before.version + 1, updatedAt: now };
  const past = new Map(fieldsOf(before));
  // The same words may ask of other fields by now.
  const hasOtherFilter = !isDeepStrictEqual(before.filter, merged.filter);
  const changes = fieldsOf(merged)
    .filter(([field, value]) => !isDeepStrictEqual(past.get(field), value) || (field === 'filter' && hasOtherFilter))
    .map(([field, value]): FieldChange => ({ field, before: past.get(field), after: value }));
  if (changes.length === 0) return undefined;
  return { segment: { ...merged, ...(hasOtherFilter && FROM_THE_FIRST) }, action: 'updated', changes };
}

/** Who was in it is forgotten in the background once it was kept long enough. */
export function deletedStep(before: SegmentRecord, now: Date): SegmentStep {
  const waiting = { status: 'backfilling', filledUpTo: before.filledUpTo ?? EVERY_LEAD } as const;
  const segment = { ...before, ...waiting, version: before.version + 1, updatedAt: now, deletedAt: now };
  return { segment, action: 'deleted', changes: [{ field: 'deletedAt', before: null, after: now.toISOString() }] };
}

/** Until when it is kept who was in a segment. @returns null for one that is not deleted */
export function keptUntil({ deletedAt }: Pick<SegmentRecord, 'deletedAt'>): Date | null {
  return deletedAt && new Date(deletedAt.getTime() + KEPT_DAYS * 86_400_000);
}

/**
 * A dynamic segment is filled again, beginning with whoever is still in it. A static one has whoever was in it; one that was being filled is filled further.
 * @param before a deleted segment
 * @returns undefined for a static segment of which it is forgotten who was in it
 */
export function restoredStep(before: SegmentRecord, now: Date): SegmentStep | undefined {
  const { kind, filledUpTo, deletedAt } = before;
  const until = keptUntil(before);
  if (kind === 'static' && (filledUpTo === null || until === null || until <= now)) return undefined;
  const isWhole = kind === 'static' && filledUpTo === EVERY_LEAD;
  const ready = { status: 'ready', filledUpTo: null } as const;
  const filling = kind === 'dynamic' ? FROM_THE_FIRST : isWhole ? ready : {};
  const segment = { ...before, ...filling, version: before.version + 1, updatedAt: now, deletedAt: null };
  return { segment, action: 'restored', changes: [{ field: 'deletedAt', before: deletedAt?.toISOString() ?? null, after: null }] };
}

/** As the API shows it. */
export function presentSegment(segment: SegmentRecord, members: number, registry: FieldRegistry): Segment {
  const { segmentId: id, version, name, kind, visibility, stated, filter, status, makerKind, makerId, createdAt, updatedAt } = segment;
  return {
    ...{ id, version, name, kind, visibility, status, members, filter: stated },
    sentence: filter === null ? null : describeFilter(filter, registry),
    madeBy: { kind: makerKind, id: makerId },
    createdAt: createdAt.toISOString(),
    updatedAt: updatedAt.toISOString(),
  };
}

function fieldsOf({ name, kind, visibility, stated }: SegmentRecord): [string, unknown][] {
  return Object.entries({ name, kind, visibility, filter: stated });
}
