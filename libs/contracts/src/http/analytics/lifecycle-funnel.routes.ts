import { z } from 'zod';
import { defineRoute } from '../../define-route.js';
import { freshness } from './freshness.js';

/** Stages of the lifecycle funnel of a tenant that has decided on no statuses of its own. */
export const FUNNEL_STAGES = ['captured', 'contacted', 'engaged', 'qualified', 'nurturing', 'converted', 'lost'] as const;
export type KnownFunnelStage = (typeof FUNNEL_STAGES)[number];
/** `captured`, or the key of a lead status the first time it is reached: a default one or the tenant's own. */
export const funnelStage = z.string().meta({ 'x-extensible-enum': [...FUNNEL_STAGES] });
export type FunnelStage = KnownFunnelStage | (string & {});

const stageFigures = z
  .object({
    stage: funnelStage,
    /** Leads of the cohort that reached the stage at least once. */
    leads: z.int().min(0),
    /** Share of the captured leads, 0 to 1; null when none was captured. */
    ratio01: z.number().min(0).max(1).nullable(),
    /** Signed seconds from capture to the stage, added up over `leads`. */
    secondsFromCaptureSum: z.int(),
    /** `secondsFromCaptureSum / leads`; null when no lead reached the stage. */
    secondsFromCaptureAverage: z.number().nullable(),
    /** Leads whose stage is dated before their capture: counted in `leads` with a negative time, flagged here. */
    reachedBeforeCapture: z.int().min(0),
  })
  .meta({ id: 'FunnelStageFigures' });

const funnelGroup = z
  .object({
    /** The source, the day (`2018-01-31`) or `all`. */
    key: z.string(),
    /** `captured`, then the statuses of the tenant but the first, in order, then those that it has no more but leads reached. */
    stages: z.array(stageFigures),
  })
  .meta({ id: 'FunnelGroup' });

export const lifecycleFunnel = z
  .object({
    from: z.iso.date(),
    to: z.iso.date(),
    groupBy: z.enum(['source', 'day', 'none']),
    /** Ordered by key. */
    groups: z.array(funnelGroup),
    total: funnelGroup,
    freshness,
  })
  .meta({ id: 'LifecycleFunnel' });
export type LifecycleFunnel = z.infer<typeof lifecycleFunnel>;

const MAX_RANGE_DAYS = 3_660;
const dayMs = 86_400_000;

/** Leads captured in a range of days and the stages they have reached since. */
export const readLifecycleFunnel = defineRoute({
  operation: 'readLifecycleFunnel',
  owner: 'analytics',
  method: 'GET',
  path: '/v1/funnels/lifecycle',
  summary: 'Lead lifecycle funnel of the leads captured in a range of days, by source or day.',
  scope: 'analytics:read',
  rateClass: 'read',
  query: z
    .strictObject({
      /** First day of capture, UTC, included. */
      from: z.iso.date(),
      /** Last day of capture, UTC, included. */
      to: z.iso.date(),
      groupBy: z.enum(['source', 'day', 'none']).default('none'),
    })
    .refine((query) => query.from <= query.to, { path: ['to'], message: 'must not lie before `from`' })
    .refine((query) => Date.parse(query.to) - Date.parse(query.from) <= MAX_RANGE_DAYS * dayMs, {
      path: ['to'],
      message: `the range may span ${MAX_RANGE_DAYS} days at most`,
    }),
  success: { status: 200, body: lifecycleFunnel },
});
