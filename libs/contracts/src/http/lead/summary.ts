import { z } from 'zod';
import { money } from '../../deal-fields.js';
import { leadStatus, lifecycleStage, temperature } from '../../lead-fields.js';
import { pipelineStage } from './pipeline.routes.js';

const count = z.int().min(0);

/** Days on the clocks of a zone; what they cover begins with the first moment of one and ends with the last of the other. */
export const summaryWindow = z
  .object({ from: z.iso.date(), /** Included. */ to: z.iso.date(), /** Canonical IANA name. */ timeZone: z.string() })
  .meta({ id: 'SummaryWindow' });
export type SummaryWindow = z.infer<typeof summaryWindow>;

/** Counts by a value that may be many: the most frequent ones, and how many leads have another one. */
const ranked = <K extends z.ZodType>(key: K) => z.object({ items: z.array(z.object({ key, count })), others: count });

/** Leads that are there, counted when it was asked for. */
export const contactSummary = z
  .object({
    asOf: z.iso.datetime(),
    total: count,
    /** Every status, in the order of the way. */
    byStatus: z.array(z.object({ key: leadStatus, count })),
    byLifecycleStage: z.array(z.object({ key: lifecycleStage, count })),
    /** By the score as it was last found, within seconds of what changed it. */
    byTemperature: z.array(z.object({ key: temperature, count })),
    /** The 50 most frequent. */
    bySource: ranked(z.string()),
    /** The 50 with most leads; null of leads that nobody looks after. */
    byOwner: ranked(z.uuid().nullable()),
    window: summaryWindow,
    inWindow: z.object({
      /** Leads captured within it. */
      captured: count,
      /** Leads that became `converted` within it, each once, whatever became of them since. */
      converted: count,
    }),
  })
  .meta({ id: 'ContactSummary' });
export type ContactSummary = z.infer<typeof contactSummary>;

/** Sums by currency, in the order of the codes; deals without a value count in none. Nothing is ever converted. */
const valuesOf = z.array(z.object({ sum: money, /** By the chance of the stage, rounded half up once. */ weighted: money }));

const openFigures = {
  deals: count,
  values: valuesOf,
  /** Whole seconds since the deals were opened, on average; null without deals. */
  meanAgeSeconds: z.int().nullable(),
  /** As `rotting` of a deal. */
  rotting: count,
};

const closedFigures = z.object({ deals: count, values: z.array(money) });

/** A pipeline, counted when it was asked for. */
export const pipelineSummary = z
  .object({
    asOf: z.iso.datetime(),
    pipelineId: z.uuid(),
    /** Open deals, stage by stage; the stage that closes has none. */
    stages: z.array(
      z.object({
        stage: pipelineStage,
        ...openFigures,
        /** Whole seconds since the deals came into the stage, on average; null without deals. */
        meanSecondsInStage: z.int().nullable(),
      }),
    ),
    open: z.object(openFigures),
    window: summaryWindow,
    /** Deals closed within the window that are still so. */
    closed: z.object({
      won: closedFigures,
      lost: closedFigures,
      /** `won / (won + lost)`; null without either. */ winRate01: z.number().min(0).max(1).nullable(),
    }),
  })
  .meta({ id: 'PipelineSummary' });
export type PipelineSummary = z.infer<typeof pipelineSummary>;

const activityFigures = {
  /** Completed then, by whom they were assigned to. */
  tasksCompleted: count,
  /** Due then and still open, by whom they are assigned to. */
  tasksOverdue: count,
  /** Written then and not deleted since, by their author. */
  notes: count,
};

const activityDay = z.object({ day: z.iso.date(), ...activityFigures });

/** What was done and what was left, counted when it was asked for. */
export const activitySummary = z
  .object({
    asOf: z.iso.datetime(),
    window: summaryWindow,
    totals: z.object({ ...activityFigures, /** What leads did, as it was told, without what was taken back. */ interactions: count }),
    /** Every day of the window. */
    days: z.array(activityDay.extend({ interactions: count })),
    /** Those with something, most tasks completed first; null is nobody's tasks and what programs wrote. */
    members: z.array(
      z.object({ memberId: z.uuid().nullable(), ...activityFigures, /** Those with something. */ days: z.array(activityDay) }),
    ),
  })
  .meta({ id: 'ActivitySummary' });
export type ActivitySummary = z.infer<typeof activitySummary>;
