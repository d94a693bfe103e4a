import { z } from 'zod';
import { leadStatus } from '../../lead-fields.js';

const statuses = z.array(leadStatus).min(1).max(6);
const probability = z.number().min(0).max(1);
const count = z.int().min(0);

export const trainScoringModelBody = z
  .strictObject({
    /** Statuses that mean that a lead was won; left out, those of that meaning in the settings. */
    won: statuses.optional(),
    /** Statuses that mean that it was lost, none that means won; left out, those of that meaning in the settings. */
    lost: statuses.optional(),
    /**
     * Fields not to learn from, since they are filled because of the outcome: `customFields.closing-note-kind`, `source`; `sourceMetadata` and
     * `engagement` mean all below them.
     */
    exclude: z.array(z.string().max(200)).max(100).default([]),
  })
  .meta({ id: 'TrainScoringModel' });
export type TrainScoringModel = z.infer<typeof trainScoringModelBody>;

/** How right a trained model was about leads that were held back from it. */
export const trainedModelQuality = z
  .object({
    /** Leads that were held back: a fifth, with the same share of won ones. */
    leads: count,
    won: count,
    /** Area under the ROC curve: how often the model puts a lead that was won above one that was lost; 0.5 is chance. */
    auc: probability,
    /** Standard error of `auc`: in 95 of 100 cases it lies within twice as much of the true one. */
    aucStandardError: z.number().min(0),
    /** Mean of -ln of the probability that it gave to what happened; less is better. */
    logLoss: z.number().min(0),
    /** The same for giving `baseRate01` to every lead: a model with more than this is of no use. */
    baseLogLoss: z.number().min(0),
    /** Mean square of probability less outcome; less is better. */
    brier: probability,
    /** Groups of leads by their probability, the lowest first: of a model that is to be trusted both shares are near to each other. */
    calibration: z.array(z.object({ leads: count, predicted01: probability, observed01: probability })),
  })
  .meta({ id: 'TrainedModelQuality' });

/** What a model learned of one field, or of one of several things that a field can hold. */
export const trainedModelFeature = z
  .object({
    field: z.string(),
    label: z.string(),
    /** How far apart it sets leads: standard deviation of what it adds to their log-odds. */
    spread: z.number().min(0),
    /** Of a number. */
    number: z
      .object({
        mean: z.number(),
        deviation: z.number(),
        /** Whether both are of ln(1 + number). */
        logarithmic: z.boolean(),
        /** Log-odds that each standard deviation above the mean adds. */
        logOddsPerDeviation: z.number(),
      })
      .nullable(),
    /** Of words; of a number, what leads get that do not state it. */
    values: z.array(
      z.object({
        /** `other`: all rarer words together; `missing`: nothing is known. */
        kind: z.enum(['word', 'other', 'missing']),
        /** As it is stored. */
        value: z.string().nullable(),
        label: z.string().nullable(),
        /** Log-odds above or below the mean of all leads. */
        logOdds: z.number(),
        /** Leads that it was learned from. */
        leads: count,
      }),
    ),
  })
  .meta({ id: 'TrainedModelFeature' });

export const TRAINED_MODEL_STATUSES = ['waiting', 'trained', 'failed'] as const;

/** A logistic model, learned from the outcomes of the tenant's own leads. */
export const trainedModelSummary = z
  .object({
    id: z.uuid(),
    /** Which of the tenant's trained models it is. */
    number: z.int().min(1),
    status: z.enum(TRAINED_MODEL_STATUSES),
    /** Whether scores have a prediction by it. */
    active: z.boolean(),
    /** Why it failed: too few outcomes by the time it was trained, no field that tells leads apart, or it could not be trained several times. */
    failure: z.enum(['too-few-outcomes', 'nothing-to-learn-from', 'given-up']).nullable(),
    won: statuses,
    lost: statuses,
    exclude: z.array(z.string()),
    /** Leads that it was learned from, without those that were held back; null before. */
    learned: z.object({ leads: count, won: count }).nullable(),
    /** Share of these that was won. */
    baseRate01: probability.nullable(),
    quality: trainedModelQuality.nullable(),
    createdAt: z.iso.datetime(),
    trainedAt: z.iso.datetime().nullable(),
  })
  .meta({ id: 'TrainedModelSummary' });
export type TrainedModelSummary = z.infer<typeof trainedModelSummary>;

/** A trained model with what it learned. */
export const trainedModel = z
  .object({
    ...trainedModelSummary.shape,
    /** Those with the widest spread first. */
    features: z.array(trainedModelFeature),
  })
  .meta({ id: 'TrainedModel' });
export type TrainedModel = z.infer<typeof trainedModel>;

/** When a trained model was in use, by whom. */
export const trainedModelUse = z
  .object({
    activatedAt: z.iso.datetime(),
    activatedBy: z.object({ kind: z.string(), id: z.string() }),
    deactivatedAt: z.iso.datetime().nullable(),
    deactivatedBy: z.object({ kind: z.string(), id: z.string() }).nullable(),
  })
  .meta({ id: 'TrainedModelUse' });
export type TrainedModelUse = z.infer<typeof trainedModelUse>;

/** How likely a lead is to be won, by a model that was learned from the tenant's own outcomes. */
export const leadPrediction = z
  .object({
    probability01: probability,
    /** ln(probability / (1 - probability)): `baseLogOdds` and all parts together. Six digits behind the point at most, as of each part. */
    logOdds: z.number(),
    /** Of a lead that is in every field like the mean of those that the model was learned from. */
    baseLogOdds: z.number(),
    /** What each field adds, the greatest first; those that add nothing are left out. */
    explanation: z.array(
      z.object({
        field: z.string(),
        label: z.string(),
        /** What the lead has there; null when nothing is known. */
        value: z.union([z.string(), z.number()]).nullable(),
        logOdds: z.number(),
      }),
    ),
    /** That was active at that instant, and how right it was about leads that were held back from it. */
    model: z.object({
      id: z.uuid(),
      number: z.int().min(1),
      trainedAt: z.iso.datetime(),
      /** Leads that it was learned from. */
      leads: count,
      baseRate01: probability,
      auc: probability,
      aucStandardError: z.number().min(0),
      logLoss: z.number().min(0),
      baseLogLoss: z.number().min(0),
    }),
  })
  .meta({ id: 'LeadPrediction' });
export type LeadPrediction = z.infer<typeof leadPrediction>;
