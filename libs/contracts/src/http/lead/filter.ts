import { z } from 'zod';

/** How a condition compares a field with its value. Which ones suit which type is said by each refusal (`filter.operator-unsuited`). */
export const FILTER_OPERATORS = [
  'eq',
  'ne',
  'in',
  'not-in',
  'lt',
  'lte',
  'gt',
  'gte',
  'between',
  'is-empty',
  'is-not-empty',
  'contains',
  'starts-with',
  'contains-any',
  'contains-all',
  'contains-none',
  'in-last',
  'in-next',
  'at-least-ago',
] as const;
export const filterOperator = z.enum(FILTER_OPERATORS);
export type FilterOperator = z.infer<typeof filterOperator>;

export const FILTER_UNITS = ['minute', 'hour', 'day', 'week', 'month', 'year'] as const;
export type FilterUnit = (typeof FILTER_UNITS)[number];

/**
 * One condition. An empty field answers true to `is-empty`, `ne`, `not-in` and `contains-none`, and false to all others; `not` turns every
 * answer round.
 */
export const filterCondition = z
  .strictObject({
    /**
     * A lead field (`status`, `createdAt`), `sourceMetadata.<name>`, `customFields.<key>`, `score`, `temperature`, how often it did something
     * (`engagement.message.opened`: in how many mails; `engagement.interaction.page_view`), `consent.<channel>.<purpose>` (`given` or `withdrawn`; empty when nothing
     * is known, which allows nothing), `doNotContact.<channel>` (empty of a lead without an address for the channel).
     */
    field: z.string().max(200),
    operator: filterOperator,
    /**
     * Text, number, boolean or `{ amount, currency }`; a list for `in`, `not-in`, `contains-any`, `contains-all`, `contains-none`; two ends, both
     * included, for `between`; `{ count, unit, timeZone }` for `in-last` and `in-next`; `{ count, unit }` up to weeks, by the clock, for
     * `at-least-ago`; left out for `is-empty` and `is-not-empty`.
     */
    value: z.unknown().optional(),
    /**
     * Of `engagement` fields: what happened longer ago does not count. `{ count, unit }` up to weeks, by the clock; left out, all counts. A mail is opened
     * when it was first reported to be; opening it again does not count anew.
     */
    within: z.unknown().optional(),
  })
  .meta({ id: 'FilterCondition' });
export type StatedCondition = z.infer<typeof filterCondition>;

/** A filter as a client states it. */
export type StatedFilter =
  StatedCondition | { readonly and: readonly StatedFilter[] } | { readonly or: readonly StatedFilter[] } | { readonly not: StatedFilter };

const filters: z.ZodType<readonly StatedFilter[]> = z.lazy(() => z.array(statedFilter));

/** Conditions joined by `and`, `or` and `not`: 8 levels and 100 conditions at most. An empty `and` holds for all, an empty `or` for none. */
export const statedFilter: z.ZodType<StatedFilter> = z
  .union([
    filterCondition,
    z.strictObject({ and: filters }),
    z.strictObject({ or: filters }),
    z.strictObject({ not: z.lazy(() => statedFilter) }),
  ])
  .meta({ id: 'Filter' });
