import { expect, it } from '@jest/globals';
import { outOfBounds, presentRules } from './retention-policy.rules.js';

it('shows every category, with what the tenant said of it or what holds otherwise', () => {
  const rules = presentRules([{ category: 'interactions', action: 'delete', afterDays: 90 }]);
  expect(rules.map(({ category, action, afterDays, isDefault }) => [category, action, afterDays, isDefault])).toEqual([
    ['interactions', 'delete', 90, false],
    ['email-events', 'archive', 365, true],
    ['decisions', 'delete', 1_827, true],
    ['opt-out-reviews', 'delete', 1_827, true],
    ['imports', 'delete', 731, true],
    ['crm-syncs', 'delete', 183, true],
    ['deleted-documents', 'delete', 365, true],
    ['audit', 'archive', 366, true],
  ]);
});

it.each([
  [61, false],
  [62, true],
  [3_653, true],
  [3_654, false],
])('%i days of interactions: allowed is %s', (afterDays, isAllowed) => {
  expect(outOfBounds([{ category: 'interactions', action: 'delete', afterDays }])).toHaveLength(isAllowed ? 0 : 1);
});

it.each(['imports', 'crm-syncs', 'deleted-documents'] as const)('%s are deleted and never archived', (category) => {
  expect(outOfBounds([{ category, action: 'archive', afterDays: 365 }])).toHaveLength(1);
  expect(outOfBounds([{ category, action: 'delete', afterDays: 365 }])).toEqual([]);
});
