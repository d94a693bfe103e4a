import { HELD_BY_LEAD, OF_LEAD, type RetainedTable } from '@leadstream/retention';

/**
 * What leads did. `interaction_key` stays: it names nobody, and without it what was recorded years ago could be recorded again.
 */
export const RETAINED_TABLES: readonly RetainedTable[] = [
  {
    category: 'interactions',
    table: 'interaction',
    instant: 'recorded_at',
    key: ['id', 'recorded_at'],
    isHeld: HELD_BY_LEAD,
    person: OF_LEAD,
    isMonthly: true,
  },
];
