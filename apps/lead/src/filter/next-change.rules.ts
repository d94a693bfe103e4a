import type { Condition, FilterTree, RelativeTest } from './condition.js';
import { derivedSource } from './fields/derived-fields.rules.js';
import type { FieldRef } from './filter-field.js';
import type { LeadFacts } from './lead-facts.js';
import { idOf, type LeadReading } from './matches.rules.js';
import { relativeTurns, spanMs } from './relative-time.rules.js';

/** A condition of which time alone can change what it says of some lead, with its name in `LeadReading`. */
export interface TimedCondition {
  readonly id: string;
  readonly condition: Condition;
}

/** When the score may, at the earliest, come to lie on the other side of one of the given tenths of points. */
export type ScoreTurn = (tenths: readonly number[]) => Date | null;

/**
 * When time alone may change at the earliest what some conditions say of a lead. It may be that it does not; before, it cannot.
 * @param conditions as {@link timedConditions} finds them
 * @returns null when it never will
 */
export function nextChange(conditions: readonly TimedCondition[], reading: LeadReading, scoreTurn?: ScoreTurn): Date | null {
  const nowMs = reading.now.getTime();
  let firstMs = Infinity;
  for (const timed of conditions) {
    for (const turn of turnsOf(timed, reading, scoreTurn)) if (turn > nowMs && turn < firstMs) firstMs = turn;
  }
  return firstMs === Infinity ? null : new Date(firstMs);
}

/** The conditions of filters that time may turn; one of each that turn at the same instants. */
export function timedConditions(trees: readonly FilterTree[]): readonly TimedCondition[] {
  const timed = trees.flatMap(conditionsOf).filter(isTimed);
  return [...new Map(timed.map((condition) => [turnKey(condition), { id: idOf(condition), condition }])).values()];
}

/** Whether time alone can change what a filter says of some lead. */
export function dependsOnTime(tree: FilterTree): boolean {
  return conditionsOf(tree).some(isTimed);
}

/** Whether time alone can change what a condition says of some lead. */
export function isTimed({ field, test: { operator } }: Condition): boolean {
  if (field.kind === 'derived') return derivedSource(field.name)?.of !== 'temperature';
  return operator === 'in-last' || operator === 'in-next' || operator === 'at-least-ago';
}

/**
 * A filter without the conditions that time may turn.
 * @param mayHold whether it is to hold of all that the filter may hold of at some time, or of what it holds of at any time
 */
export function timeless(tree: FilterTree, mayHold: boolean): FilterTree {
  if ('and' in tree) return { and: tree.and.map((one) => timeless(one, mayHold)) };
  if ('or' in tree) return { or: tree.or.map((one) => timeless(one, mayHold)) };
  if ('not' in tree) return { not: timeless(tree.not, !mayHold) };
  if (!isTimed(tree)) return tree;
  return mayHold ? { and: [] } : { or: [] };
}

/** How often a lead must have done something does not matter for the instants at which what it did comes to count or ceases to, nor what a consent must be for its end. */
function turnKey({ field, type, test }: Condition): string {
  return JSON.stringify(field.kind === 'derived' && field.name !== 'score' ? [field] : [field, type, test]);
}

export function conditionsOf(tree: FilterTree): readonly Condition[] {
  if ('and' in tree) return tree.and.flatMap(conditionsOf);
  if ('or' in tree) return tree.or.flatMap(conditionsOf);
  return 'not' in tree ? conditionsOf(tree.not) : [tree];
}

function turnsOf({ id, condition }: TimedCondition, reading: LeadReading, scoreTurn: ScoreTurn | undefined): readonly number[] {
  const { field, type, test } = condition;
  if (field.kind === 'derived') {
    if (field.name !== 'score') return reading.facts === undefined ? [] : factTurns(field, reading.facts);
    const turn = scoreTurn?.(tenthsOf(condition));
    return turn ? [turn.getTime()] : [];
  }
  if (test.operator !== 'in-last' && test.operator !== 'in-next' && test.operator !== 'at-least-ago') return [];
  const held = reading.read(id, condition);
  if (held === null) return [];
  if (test.operator === 'at-least-ago') return [held.atMs + spanMs(test)];
  return relativeTurns(test satisfies RelativeTest, type === 'date' ? 'date' : 'date-time', held.value as string).map((turn) =>
    turn.getTime(),
  );
}

/** Of what a lead did: what a clock ahead of ours dated begins to count, and all of it stops in the end. Of consents and prohibitions: their ends. */
function factTurns({ name, window }: FieldRef & { readonly kind: 'derived' }, { contributions, ends }: LeadFacts): readonly number[] {
  const source = derivedSource(name, window);
  if (source?.of !== 'engagement') return [ends.get(name) ?? []].flat();
  const { kind } = source;
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
