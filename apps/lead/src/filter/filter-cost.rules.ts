import type { FilterTree } from './condition.js';
import { derivedSource } from './fields/derived-fields.rules.js';
import { conditionsOf } from './next-change.rules.js';

/** What one call of a function costs that reads what is known of a lead beside its row: as much as reading so many leads with plain conditions. */
export const COST_OF_CALL = 20;

/**
 * What it costs to ask a filter of a lead by SQL, in leads of which only columns are asked.
 * @param callsOfScore calls that make a score: one for each rule of engagement of the model
 * @returns 1 or more
 */
export function filterCost(tree: FilterTree, callsOfScore: number): number {
  const calls = conditionsOf(tree).map(({ field }) => {
    switch (field.kind === 'derived' ? derivedSource(field.name, field.window)?.of : undefined) {
      case 'score':
        return callsOfScore;
      case 'engagement':
      case 'consent':
      case 'dnc':
        return 1;
      default:
        return 0;
    }
  });
  return Math.max(1, COST_OF_CALL * calls.reduce((sum, of) => sum + of, 0));
}
