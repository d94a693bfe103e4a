import { z } from 'zod';
import { retentionAction, retentionCategory } from '../retention-fields.js';
import { retentionRules } from './compliance/retention.routes.js';

/** Above it nobody counts on. */
export const MOST_COUNTED = 1_000_000;

/** What would go of a category if its time were up now. */
export const retentionCount = z
  .object({
    category: retentionCategory,
    action: retentionAction,
    afterDays: z.int().min(1),
    /** Rows that would go; a million stands for as many or more. */
    due: z.int().min(0).max(MOST_COUNTED),
    /** Rows that are old enough and that legal holds keep; counted like `due`. */
    held: z.int().min(0).max(MOST_COUNTED),
    /** A hold is on the category as a whole. */
    isCategoryHeld: z.boolean(),
    /** When the oldest of the rows that were counted as `due` was recorded. */
    oldestAt: z.iso.datetime().nullable(),
  })
  .meta({ id: 'RetentionCount' });
export type RetentionCount = z.infer<typeof retentionCount>;

/** What a service counts among its own rows. */
export const retentionCounts = z.object({ items: z.array(retentionCount) });

/** Rules as a query carries them: JSON. */
const rulesInQuery = z
  .string()
  .max(4_000)
  .transform((text, context) => {
    try {
      return retentionRules.parse(JSON.parse(text));
    } catch {
      context.addIssue('not a list of rules');
      return z.NEVER;
    }
  });

export const countRetentionQuery = z.strictObject({
  /** In place of what the tenant said; what is left out of it goes by the defaults. */
  rules: rulesInQuery.optional(),
});
