import type { CustomFieldType } from '@leadstream/contracts';
import type { Condition, FilterTree } from '../condition.js';
import { derivedSource } from '../fields/derived-fields.rules.js';
import { conditionsOf, isTimed, timedConditions, timeless } from '../next-change.rules.js';
import { clockUnitMs, spanMs } from '../relative-time.rules.js';
import { endSql } from './derived-condition-sql.rules.js';
import { filterSql, type SqlContext } from './filter-sql.rules.js';

/** Whether {@link turnSql} can tell of any lead when time alone changes what a filter says of it: not of scores, of what leads did, and of days in a zone. */
export function hasTurnSql(tree: FilterTree): boolean {
  return conditionsOf(tree).filter(isTimed).every(isByClock);
}

/**
 * SQL of when time alone may change at the earliest what a filter says of a row of `lead`, as `nextChange` has it; null where it will not, also because
 * what else the filter asks decides: when that changes, something is told of the lead.
 * @param tree of which {@link hasTurnSql} is true
 */
export function turnSql(tree: FilterTree, context: SqlContext): string {
  const turns = timedConditions([tree]).flatMap(({ condition }) => turnsOf(condition, context));
  if (turns.length === 0) return 'NULL::timestamptz';
  const isOpen = `${filterSql(timeless(tree, true), context)} AND ${filterSql(timeless(tree, false), context, true)}`;
  return `CASE WHEN ${isOpen} THEN least(${turns.join(', ')}) END`;
}

function isByClock({ field, type, test }: Condition): boolean {
  if (field.kind === 'derived') return isOfPermission(field.name);
  if (test.operator === 'at-least-ago') return true;
  return (test.operator === 'in-last' || test.operator === 'in-next') && type === 'date-time' && clockUnitMs(test.unit) !== undefined;
}

function isOfPermission(name: string): boolean {
  const of = derivedSource(name)?.of;
  return of === 'consent' || of === 'dnc';
}

/** Instants that lie behind the present, each null otherwise. */
function turnsOf({ field: ref, test }: Condition, context: SqlContext): string[] {
  const { registry, binds, now } = context;
  const field = registry.resolve(ref);
  // A field that is gone is empty.
  if (field === undefined) return [];
  const { place, shape } = field;
  if ('derived' in place) return endSql(place.derived, context);
  if ('table' in place) throw new Error('time changes nothing about tags');
  const value = valueSql(place, shape.type, context);
  const present = binds.add(now.toISOString(), 'timestamptz');
  return shiftsMs(test).map((ms) => {
    const turn = `(${value} + make_interval(secs => ${ms / 1_000}))`;
    return `CASE WHEN ${turn} > ${present} THEN ${turn} END`;
  });
}

/** How long after the instant that a field has a test turns. */
function shiftsMs(test: Condition['test']): readonly number[] {
  if (test.operator === 'at-least-ago') return [spanMs(test)];
  if (test.operator !== 'in-last' && test.operator !== 'in-next') throw new Error(`no time turns ${test.operator}`);
  const unitMs = clockUnitMs(test.unit);
  if (unitMs === undefined) throw new Error(`${test.unit} is no unit of a clock`);
  return [0, 1, test.operator === 'in-last' ? test.count * unitMs + 1 : -test.count * unitMs];
}

type InstantPlace = { readonly column: string; readonly member?: string } | { readonly fieldId: string };

/** To the millisecond, as it is read. */
function valueSql(place: InstantPlace, type: CustomFieldType, { binds }: SqlContext): string {
  if (type !== 'date-time' || ('column' in place && place.member !== undefined))
    throw new Error('only instants are asked for by the clock');
  const raw = 'column' in place ? `lead.${place.column}` : `(lead.custom_fields ->> ${binds.add(place.fieldId, 'text')})::timestamptz`;
  return `date_trunc('milliseconds', ${raw})`;
}
