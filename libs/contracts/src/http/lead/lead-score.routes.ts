import { z } from 'zod';
import { defineRoute } from '../../define-route.js';
import { temperature } from '../../lead-fields.js';
import { leadIdParams } from './lead.js';
import { leadPrediction } from './trained-model.js';

/** Points with one digit behind the point. */
const points = z.number().min(0).max(100);
const modelReference = z.object({ id: z.uuid(), number: z.int().min(1) });

/** One reason for a score. */
export const scoreFactor = z
  .object({
    part: z.enum(['fit', 'engagement']),
    /** `rule`: a rule of the model; `group-cap`: what the cap of a group takes away; `part-limit`: what lies beyond 0 or 100 of its part. */
    cause: z.enum(['rule', 'group-cap', 'part-limit']),
    /** Of the rule or the group. */
    key: z.string(),
    label: z.string(),
    /** Contributions that count; 1 of a fit rule. */
    count: z.int().min(0),
    /** What it counts in the score, after the share of its part: the points of all factors sum up to the score. One digit behind the point. */
    points: z.number(),
  })
  .meta({ id: 'ScoreFactor' });
export type ShownScoreFactor = z.infer<typeof scoreFactor>;

/** The fewest open rules that would bring a score above a mark. */
export const scoreRaise = z
  .object({
    above: z.int(),
    /** Whether the open rules are enough. */
    reachable: z.boolean(),
    /** Score with `rules`, or with all open ones when they are not enough. */
    score: points,
    /** Open rules give no points yet; of those by engagement, one more contribution is meant. Empty when the score is above, or cannot be. */
    rules: z.array(z.object({ key: z.string(), label: z.string(), points: z.number() })),
  })
  .meta({ id: 'ScoreRaise' });
export type ScoreRaise = z.infer<typeof scoreRaise>;

/** How promising a lead is: what it is (fit) and what it does (engagement). */
export const leadScore = z
  .object({
    leadId: z.uuid(),
    at: z.iso.datetime(),
    /** The score: fit and engagement by the shares of the model. */
    total: points,
    fit: points,
    engagement: points,
    temperature,
    /** That was active at that instant. */
    model: modelReference,
    explanation: z.array(scoreFactor),
    raise: scoreRaise.nullable(),
    /** Null where no trained model is active. It does not count in the score. */
    prediction: leadPrediction.nullable(),
  })
  .meta({ id: 'LeadScore' });
export type LeadScore = z.infer<typeof leadScore>;

export const readLeadScore = defineRoute({
  operation: 'readLeadScore',
  owner: 'lead',
  method: 'GET',
  path: '/v1/leads/:id/score',
  summary: 'The score of a lead, with its reasons, now or at an instant of the past.',
  scope: 'leads:read',
  rateClass: 'read',
  params: leadIdParams,
  query: z.strictObject({
    /** By the lead, the contributions and the model of that instant; now when left out. */
    at: z.iso.datetime({ offset: true }).optional(),
    /** Asks for the fewest rules that would bring the score above so many points. */
    above: z.coerce.number().int().min(0).max(99).optional(),
  }),
  success: { status: 200, body: leadScore },
  errors: ['LEAD.NOT_FOUND', 'LEAD.INVALID_INSTANT'],
});

export const SCORE_CAUSES = ['lead', 'contribution', 'retraction', 'model'] as const;

/** The score from an instant on at which something but time changed it. */
export const scoreHistoryEntry = z
  .object({
    at: z.iso.datetime(),
    /** What happened at that instant: the lead was changed, did something, did not do it after all, or another model became active. */
    causes: z.array(z.enum(SCORE_CAUSES)),
    total: points,
    fit: points,
    engagement: points,
    temperature,
    model: modelReference,
  })
  .meta({ id: 'ScoreHistoryEntry' });
export type ScoreHistoryEntry = z.infer<typeof scoreHistoryEntry>;

export const listScoreHistory = defineRoute({
  operation: 'listScoreHistory',
  owner: 'lead',
  method: 'GET',
  path: '/v1/leads/:id/score-history',
  summary: 'The score at each instant at which the lead, a contribution or the model changed, latest first; between them it decays.',
  scope: 'leads:read',
  rateClass: 'read',
  params: leadIdParams,
  query: z.strictObject({
    limit: z.coerce.number().int().min(1).max(200).default(50),
    /** `nextCursor` of the page before. */
    cursor: z.string().max(500).optional(),
  }),
  success: {
    status: 200,
    body: z.object({ items: z.array(scoreHistoryEntry), nextCursor: z.string().nullable() }).meta({ id: 'ScoreHistoryPage' }),
  },
  errors: ['LEAD.NOT_FOUND'],
});
