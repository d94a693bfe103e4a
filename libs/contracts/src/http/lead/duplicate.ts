import { z } from 'zod';

export const DUPLICATE_STATES = ['open', 'dismissed', 'merged'] as const;
export const duplicateState = z.enum(DUPLICATE_STATES);
export type DuplicateState = z.infer<typeof duplicateState>;

/** Pairs whose score reaches it are reported unless another one is stated. */
export const DEFAULT_MIN_SCORE = 0.9;

const score01 = z.number().min(0).max(1);

/** What two leads were compared in, and what it says about their being one person. */
export const duplicateEvidence = z.object({
  /** A field of the lead, `attributes.<key>` of a custom field, `nameOrder`, `addressOrder`, or `prior`: what was known before looking. */
  field: z.string(),
  /** How far the two agree, 0 to 1; null where nothing was compared. */
  similarity01: score01.nullable(),
  /** Natural logarithm of odds: above 0 speaks for one person, below 0 against. The weights of a pair add up to ln(score / (1 - score)). */
  weight: z.number(),
});
export type DuplicateEvidence = z.infer<typeof duplicateEvidence>;

const verdict = {
  /** Probability that the two are one person, 0 to 1. */
  score01,
  /** Who they would most probably be otherwise: `strangers`, `family` or `colleagues`; more may come. */
  against: z.string(),
  explanation: z.array(duplicateEvidence),
};

/** Another lead that may be the same person, as both are now. */
export const leadDuplicate = z
  .object({
    leadId: z.uuid(),
    ...verdict,
    /** The pair as a run has found it; null when none has. */
    pair: z.object({ id: z.uuid(), state: duplicateState }).nullable(),
  })
  .meta({ id: 'LeadDuplicate' });
export type LeadDuplicate = z.infer<typeof leadDuplicate>;

/** Two leads that a run has found to be probably one person. */
export const duplicatePair = z
  .object({
    id: z.uuid(),
    leftId: z.uuid(),
    rightId: z.uuid(),
    ...verdict,
    /** `dismissed`: somebody said that they are two people. */
    state: duplicateState,
    /** Why it was dismissed. */
    reason: z.string().nullable(),
    /** The run that found it last, and when. */
    runId: z.uuid(),
    foundAt: z.iso.datetime(),
    stateChangedAt: z.iso.datetime(),
  })
  .meta({ id: 'DuplicatePair' });
export type DuplicatePair = z.infer<typeof duplicatePair>;

export const duplicateRun = z
  .object({
    id: z.uuid(),
    /** `pending`, `running`, `completed`, `failed` or `cancelled`; more may come. */
    status: z.string(),
    minScore01: score01,
    /** In leads; `total` is 0 until they are counted, `done` what the blocks that are compared come to. */
    progress: z.object({
      done: z.int().min(0),
      total: z.int().min(0),
      percent: z.int().min(0).max(100),
      /** Null while nothing can be said. */
      etaSeconds: z.int().min(0).nullable(),
    }),
    counts: z.object({
      /** Comparisons of two leads; a pair counts once for each key that it shares. */
      compared: z.int().min(0),
      /** Values that so many leads share that they tell nobody apart; leads were not compared for them. */
      blocksSkipped: z.int().min(0),
      /** Pairs of at least the score; null before the end. */
      found: z.int().min(0).nullable(),
      /** Of these, pairs that were not open before. */
      opened: z.int().min(0).nullable(),
    }),
    createdAt: z.iso.datetime(),
    startedAt: z.iso.datetime().nullable(),
    endedAt: z.iso.datetime().nullable(),
  })
  .meta({ id: 'DuplicateRun' });
export type DuplicateRun = z.infer<typeof duplicateRun>;

/** A custom field that tells people apart. */
export const duplicateFact = z.strictObject({
  /** Key of a custom field of type `text`, `number` or `date`. */
  field: z.string().max(64),
  /** `date`: a day of which a person has one, such as the day of birth. `identifier`: a number that one person has. */
  kind: z.enum(['date', 'identifier']),
});

export const duplicateFacts = z.strictObject({ items: z.array(duplicateFact).max(10) }).meta({ id: 'DuplicateFacts' });
export type DuplicateFacts = z.infer<typeof duplicateFacts>;
