import type { Condition } from '../condition.js';
import { relativeDays, relativeInstants, spanMs } from '../relative-time.rules.js';
import type { PositiveTest } from './condition-sql.js';

/** A test as one that is true of no empty field, and whether it is to be negated. */
export function positiveTest({ test, type }: Condition, now: Date): { readonly test: PositiveTest; readonly isNegated: boolean } {
  switch (test.operator) {
    case 'is-empty':
      return { test: { operator: 'is-not-empty' }, isNegated: true };
    case 'ne':
      return { test: { operator: 'eq', operand: test.operand }, isNegated: true };
    case 'not-in':
      return { test: { operator: 'in', operands: test.operands }, isNegated: true };
    case 'contains-none':
      return { test: { operator: 'contains-any', operands: test.operands }, isNegated: true };
    case 'at-least-ago':
      return { test: { operator: 'lte', operand: new Date(now.getTime() - spanMs(test)).toISOString() }, isNegated: false };
    case 'in-last':
    case 'in-next': {
      const { from, to } = type === 'date' ? relativeDays(test, now) : relativeInstants(test, now);
      return { test: { operator: 'between', from, to }, isNegated: false };
    }
    default:
      return {
        test: test as PositiveTest,
        isNegated: false,
      };
  }
}
