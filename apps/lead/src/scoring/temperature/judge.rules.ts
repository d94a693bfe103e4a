import { type DataOf, leadTemperatureChangedV1 } from '@leadstream/contracts';
import type { ScoringModelRecord } from '../model/scoring-model.js';
import { nextLook } from '../score/next-look.rules.js';
import { MICROPOINTS, type Micropoints, type Score, type ScoredLead } from '../score/score.js';
import { scoreAt } from '../score/score.rules.js';
import { FIRST_TEMPERATURE, type LeadTemperature, type TemperatureCause } from './lead-temperature.js';

/** What a look at a lead finds. */
export interface Judgement {
  /** Undefined when the same was found before, and of a cold lead that time does not move: most leads are, and need no row. */
  readonly found: LeadTemperature | undefined;
  /** What is told; undefined while the temperature is the same. */
  readonly told: DataOf<typeof leadTemperatureChangedV1> | undefined;
}

/** @param before what was found last; undefined when nobody looked yet */
export function judge(
  { number: modelNumber, weights }: ScoringModelRecord,
  scored: ScoredLead,
  before: LeadTemperature | undefined,
  { cause, now }: { readonly cause: TemperatureCause; readonly now: Date },
): Judgement {
  const { leadId } = scored.lead;
  const score = scoreAt(weights, scored, now);
  const { temperature } = score;
  const lookAt = nextLook(weights, score, scored, now);
  const isFirst = before === undefined && temperature === FIRST_TEMPERATURE && lookAt === null;
  const isSame =
    before?.temperature === temperature && before.modelNumber === modelNumber && before.lookAt?.getTime() === lookAt?.getTime();
  const from = before?.temperature ?? FIRST_TEMPERATURE;
  const told =
    from === temperature
      ? undefined
      : { leadId, from, to: temperature, ...shownPoints(score), modelNumber, cause, changedAt: now.toISOString() };
  return { found: isFirst || isSame ? undefined : { leadId, temperature, modelNumber, lookAt }, told };
}

/** Points with one digit behind the point. */
export function shownPoints({ tenths, fit, engagement }: Score): {
  readonly score: number;
  readonly fit: number;
  readonly engagement: number;
} {
  const inTenths = (micro: Micropoints): number => Math.round(micro / (MICROPOINTS / 10)) / 10;
  return { score: tenths / 10, fit: inTenths(fit), engagement: inTenths(engagement) };
}
