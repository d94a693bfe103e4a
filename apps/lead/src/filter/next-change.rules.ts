import type { Condition, FilterTree, RelativeTest } from './condition.js';
import { derivedSource } from './fields/derived-fields.rules.js';
import type { LeadFacts } from './lead-facts.js';
import type { LeadRecord } from '../lead/lead.js';
import { fieldValue } from './matches.rules.js';
import { relativeTurns, spanMs } from './relative-time.rules.js';

/**
 * When time alone may change at the earliest whether a lead satisfies a filter. It may be that it does not; before, it cannot.
 * @param scoreTurn when the score may, at the earliest, come to lie on the other side of one of the given tenths of points
 * @returns null when it never will
 */
export function nextChange(
  tree: FilterTree,
  lead: LeadRecord,
  now: Date,
  { facts, scoreTurn }: { readonly facts?: LeadFacts; readonly scoreTurn?: (tenths: readonly number[]) => Date | null },
): Date | null {
  const turns = conditionsOf(tree).flatMap((condition) => {
    if (condition.field.kind !== 'derived') return turnsOf(condition, lead, now);
    if (condition.field.name !== 'score') return facts === undefined ? [] : engagementTurns(condition, facts);
    return scoreTurn?.(tenthsOf(condition))?.getTime() ?? [];
  });
  const ahead = turns.filter((turn) => turn > now.getTime());
  return ahead.length === 0 ? null : new Date(Math.min(...ahead));
}

/** Whether time alone can change what a filter says of some lead. */
export function dependsOnTime(tree: FilterTree): boolean {
  return conditionsOf(tree).some(({ field, test: { operator } }) => {
    if (field.kind === 'derived') return field.name === 'score' || derivedSource(field.name)?.of === 'engagement';
    return operator === 'in-last' || operator === 'in-next' || operator === 'at-least-ago';
  });
}

export function conditionsOf(tree: FilterTree): readonly Condition[] {
  if ('and' in tree) return tree.and.flatMap(conditionsOf);
  if ('or' in tree) return tree.or.flatMap(conditionsOf);
  return 'not' in tree ? conditionsOf(tree.not) : [tree];
}

function turnsOf({ field, type, test }: Condition, lead: LeadRecord, now: Date): readonly number[] {
  if (test.operator !== 'in-last' && test.operator !== 'in-next' && test.operator !== 'at-least-ago') return [];
  const value = fieldValue(field, lead, now);
  if (typeof value !== 'string') return [];
  if (test.operator === 'at-least-ago') return [Date.parse(value) + spanMs(test)];
  return relativeTurns(test satisfies RelativeTest, type === 'date' ? 'date' : 'date-time', value).map((turn) => turn.getTime());
}

/** What a clock ahead of ours dated begins to count, and all of it stops in the end. */
function engagementTurns({ field }: Condition, { contributions }: LeadFacts): readonly number[] {
  const source = field.kind === 'derived' ? derivedSource(field.name, field.window) : undefined;
  if (source?.of !== 'engagement') return [];
  const { kind, window } = source;
  const instants = contributions.get(kind) ?? [];
  return window === undefined ? instants : instants.flatMap((happened) => [happened, happened + spanMs(window)]);
}

/** Scores that a condition tells apart, in tenths of points: whole ones, between which nothing turns. */
function tenthsOf({ test }: Condition): readonly number[] {
  const stated = 'operands' in test ? test.operands : 'from' in test ? [test.from, test.to] : 'operand' in test ? [test.operand] : [];
  return stated.flatMap((points) => {
    const tenths = Number(points) * 10;
    return [Math.floor(tenths), Math.floor(tenths) + 1];
  });
}
