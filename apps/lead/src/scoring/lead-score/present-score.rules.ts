import type { LeadScore, ScoreRaise } from '@leadstream/contracts';
import type { Uuid } from '@leadstream/kernel';
import type { ScoringModelRecord } from '../model/scoring-model.js';
import { explain } from '../score/explanation.rules.js';
import { raiseAbove } from '../score/raise.rules.js';
import type { Score, ScoreWeights } from '../score/score.js';
import { shownPoints } from '../temperature/judge.rules.js';

/** A score and the model that made it. */
export interface ScoreByModel {
  readonly model: ScoringModelRecord;
  readonly score: Score;
}

/** The members that a score has wherever it is shown. */
export function presentPoints({ model, score }: ScoreByModel): Pick<LeadScore, 'total' | 'fit' | 'engagement' | 'temperature' | 'model'> {
  const { score: total, fit, engagement } = shownPoints(score);
  return { total, fit, engagement, temperature: score.temperature, model: { id: model.modelId, number: model.number } };
}

/** @param above points that the score is to rise above, where that is asked */
export function presentScore(leadId: Uuid, at: Date, byModel: ScoreByModel, above: number | undefined): Omit<LeadScore, 'prediction'> {
  const { weights } = byModel.model;
  const explanation = explain(weights, byModel.score).map(({ part, cause, key, label, count, tenths }) => {
    return { part, cause, key, label, count, points: tenths / 10 };
  });
  const raise = above === undefined ? null : presentRaise(weights, byModel.score, above);
  return { leadId, at: at.toISOString(), ...presentPoints(byModel), explanation, raise };
}

function presentRaise(weights: ScoreWeights, score: Score, above: number): ScoreRaise {
  const { rules, tenths } = raiseAbove(weights, score, above * 10);
  const shown = rules.map(({ key, label, points }) => ({ key, label, points }));
  return { above, reachable: tenths > above * 10, score: tenths / 10, rules: shown };
}
