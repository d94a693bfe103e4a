import { z } from 'zod';
import type { Producer } from './define-event.js';

/**
 * Kinds of data that grow with time and that a tenant keeps for as long as it says. `interactions`: what leads did. `email-events`: what
 * providers told of e-mail. `decisions`: contact decisions with what they were made on. `opt-out-reviews`: opt-outs that were found and are closed.
 * `imports`: imports that have ended, with what became of each row. `crm-syncs`: what syncs with other CRMs did, record by record, but for the latest one that
 * came to its end. `deleted-documents`: files that were deleted, or whose lead, deal or task was, from then on. `audit`: the audit trail, by whole months.
 */
export const RETENTION_CATEGORIES = [
  'interactions',
  'email-events',
  'decisions',
  'opt-out-reviews',
  'imports',
  'crm-syncs',
  'deleted-documents',
  'audit',
] as const;
export const retentionCategory = z.enum(RETENTION_CATEGORIES);
export type RetentionCategory = z.infer<typeof retentionCategory>;

/** `delete`: gone. `archive`: in a sealed file first, which was read again before anything is gone. */
export const retentionAction = z.enum(['delete', 'archive']);
export type RetentionAction = z.infer<typeof retentionAction>;

/** What becomes of a category's data, and how old it is then. */
export interface RetentionTerm {
  readonly action: RetentionAction;
  /** Whole days since it was recorded. */
  readonly afterDays: number;
}

/** What holds where a tenant said nothing, and what it may say. */
export interface RetentionLimits extends RetentionTerm {
  /** Who has the data. */
  readonly service: Producer;
  /** What may become of it. */
  readonly actions: readonly [RetentionAction, ...RetentionAction[]];
  readonly minDays: number;
  readonly maxDays: number;
}

const EITHER = ['delete', 'archive'] as const;
/** What consists of more than rows of one table is not archived. */
const DELETE = ['delete'] as const;

/**
 * Decisions: records of calls are kept five years (16 CFR 310.5(a), (b)(1), as of 2024), and caps count back 31 days at most. Reviews: a request not to be
 * called is honoured for five years (47 CFR 64.1200(d)(6)). Audit: topics keep an event for a year, and an event that is read again must find its entry. The other limits are our own: no law was
 * found that has a number.
 */
export const RETENTION_LIMITS: Readonly<Record<RetentionCategory, RetentionLimits>> = {
  interactions: { service: 'engagement', actions: EITHER, action: 'archive', afterDays: 183, minDays: 62, maxDays: 3_653 },
  'email-events': { service: 'email-events', actions: EITHER, action: 'archive', afterDays: 365, minDays: 62, maxDays: 3_653 },
  decisions: { service: 'compliance', actions: EITHER, action: 'delete', afterDays: 1_827, minDays: 366, maxDays: 3_653 },
  'opt-out-reviews': { service: 'compliance', actions: EITHER, action: 'delete', afterDays: 1_827, minDays: 366, maxDays: 3_653 },
  imports: { service: 'lead', actions: DELETE, action: 'delete', afterDays: 731, minDays: 62, maxDays: 3_653 },
  'crm-syncs': { service: 'lead', actions: DELETE, action: 'delete', afterDays: 183, minDays: 62, maxDays: 3_653 },
  'deleted-documents': { service: 'lead', actions: DELETE, action: 'delete', afterDays: 365, minDays: 62, maxDays: 3_653 },
  audit: { service: 'compliance', actions: EITHER, action: 'archive', afterDays: 366, minDays: 366, maxDays: 3_653 },
};
