import type { Condition, FilterTree } from './condition.js';
import { operandKeys } from './matches.rules.js';

/** Something without which a filter never holds: that a field has one of some values. */
export interface Demand {
  /** Says how the field is read and compared. */
  readonly condition: Condition;
  readonly id: string;
  /** As `LeadReading` makes values comparable. */
  readonly keys: ReadonlySet<string>;
}

/**
 * Of several demands the one that the fewest values meet, so that filters are found by what a lead has instead of tried one by one.
 * @returns undefined when the filter may hold of leads whatever a single field has
 */
export function demandOf(tree: FilterTree): Demand | undefined {
  if ('and' in tree) {
    const demands = tree.and.map(demandOf).filter((demand) => demand !== undefined);
    return demands.toSorted((one, other) => one.keys.size - other.keys.size)[0];
  }
  if ('or' in tree) return ofEach(tree.or);
  return 'not' in tree ? undefined : ofCondition(tree);
}

/** What any of the filters demands, when all speak of one field. */
function ofEach(trees: readonly FilterTree[]): Demand | undefined {
  const demands = trees.map(demandOf).filter((demand) => demand !== undefined);
  const [first] = demands;
  if (first === undefined || demands.length < trees.length || demands.some(({ id }) => id !== first.id)) return undefined;
  return { ...first, keys: new Set(demands.flatMap(({ keys }) => [...keys])) };
}

function ofCondition(condition: Condition): Demand | undefined {
  const { test, field } = condition;
  // What is known beside the row may be dear to find out: only filters that get so far ask for it.
  if (field.kind === 'derived') return undefined;
  switch (test.operator) {
    case 'eq':
      return demand(condition, [test.operand]);
    case 'in':
    case 'contains-any':
      return demand(condition, test.operands);
    case 'contains-all':
      return test.operands.length === 0 ? undefined : demand(condition, test.operands.slice(0, 1));
    default:
      return undefined;
  }
}

function demand(condition: Condition, operands: Parameters<typeof operandKeys>[1]): Demand {
  const { id, keys } = operandKeys(condition, operands);
  return { condition, id, keys: new Set(keys) };
}
