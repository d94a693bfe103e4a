import { z } from 'zod';
import { temperature } from '../../lead-fields.js';
import { filterCondition } from './filter.js';

const key = z.string().max(50);
const label = z.string().min(1).max(200);

/** Rules whose points count together up to a cap. */
export const scoringGroup = z
  .strictObject({
    /** Kebab-case, unique in the model. */
    key,
    label,
    part: z.enum(['fit', 'engagement']),
    /** Most points that its rules give together, 1 to 100; below zero they count down to its negative. */
    cap: z.number(),
  })
  .meta({ id: 'ScoringGroup' });

const ruleFields = {
  /** Kebab-case, unique in the model. */
  key,
  label,
  /** Key of a group of the same part. */
  group: key,
  /** -100 to 100, two digits behind the point at most, never 0. */
  points: z.number(),
};

/** Points of a lead that satisfies a filter. */
export const fitRule = z
  .strictObject({
    ...ruleFields,
    /** As in `POST /v1/leads/search`, without score, temperature, engagement, consent and prohibitions. */
    filter: z.unknown().meta({ anyOf: [z.toJSONSchema(filterCondition, { io: 'input' }).$defs?.['FilterCondition'], { type: 'object' }] }),
  })
  .meta({ id: 'FitRule' });

/** Points of each thing that a lead did. */
export const engagementRule = z
  .strictObject({
    ...ruleFields,
    /** `interaction.<kind>`, `message.<state>`, `form.submitted`. */
    kinds: z.array(z.string().max(100)).min(1).max(20),
    /** After how many hours half of the points is left, above 0 up to 87,600 (ten years); null when they stay. */
    halfLifeHours: z.number().nullable(),
  })
  .meta({ id: 'EngagementRule' });

/** How leads are weighed. */
export const scoringWeights = {
  /** What fit counts of the score in percent, 0 to 100; engagement counts the rest. */
  fitSharePercent: z.int(),
  groups: z.array(scoringGroup).max(20),
  fitRules: z.array(fitRule).max(50),
  engagementRules: z.array(engagementRule).max(50),
};
export type StatedWeights = z.infer<z.ZodObject<typeof scoringWeights>>;

export const MODEL_STATUSES = ['draft', 'rehearsed', 'active', 'retired'] as const;

/** A scoring model in one of its versions. */
export const scoringModel = z
  .object({
    id: z.uuid(),
    /** Which of the tenant's models it is; the first is the one that every tenant begins with. */
    number: z.int().min(1),
    /** Grows by one with every change; the `ETag`. */
    version: z.int().min(1),
    name: z.string(),
    /** A draft must be rehearsed as it is before it becomes active; one model is active at a time. */
    status: z.enum(MODEL_STATUSES),
    ...scoringWeights,
    createdAt: z.iso.datetime().nullable(),
    activatedAt: z.iso.datetime().nullable(),
    retiredAt: z.iso.datetime().nullable(),
  })
  .meta({ id: 'ScoringModel' });
export type ScoringModel = z.infer<typeof scoringModel>;

export const createScoringModelBody = z.strictObject({ name: label, ...scoringWeights }).meta({ id: 'CreateScoringModel' });
export type CreateScoringModel = z.infer<typeof createScoringModelBody>;
export const patchScoringModelBody = z
  .strictObject({ name: label, ...scoringWeights })
  .partial()
  .meta({ id: 'PatchScoringModel' });
export type PatchScoringModel = z.infer<typeof patchScoringModelBody>;

const counts = z.object({ cold: z.int().min(0), warm: z.int().min(0), hot: z.int().min(0) });
const distribution = z.object({
  /** Leads by score: below 10, below 20, and so on; the last one up to 100. */
  tens: z.array(z.int().min(0)).length(10),
  temperatures: counts,
});

/** What a model would make of the present leads, beside the active one. */
export const scoringRehearsal = z
  .object({
    id: z.uuid(),
    modelId: z.uuid(),
    /** Of the model, as it was tried. */
    modelVersion: z.int().min(1),
    status: z.enum(['running', 'completed']),
    progress: z.object({ done: z.int().min(0), total: z.int().min(0) }),
    before: distribution,
    after: distribution,
    /** Leads whose temperature would be another. */
    changed: z.int().min(0),
    /** The first of them. */
    sample: z
      .array(
        z.object({
          leadId: z.uuid(),
          before: z.object({ total: z.number(), temperature }),
          after: z.object({ total: z.number(), temperature }),
        }),
      )
      .max(20),
    createdAt: z.iso.datetime(),
    completedAt: z.iso.datetime().nullable(),
  })
  .meta({ id: 'ScoringRehearsal' });
export type ScoringRehearsal = z.infer<typeof scoringRehearsal>;
