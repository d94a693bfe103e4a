import type { LeadPrediction } from '@leadstream/contracts';
import type { ScoredLead } from '../../score/score.js';
import { predictLead } from '../features/predict-lead.rules.js';
import { MICROS, type MicroLogOdds } from '../learning/predict.rules.js';
import { rounded } from '../trained-model/rounded.rules.js';
import type { ModelInUse } from '../trained-model/trained-model.js';

/** How likely a lead is to be won, by the model that was active at an instant, as the API shows it; null when none was. */
export function predictionAt(model: ModelInUse | undefined, scored: ScoredLead, at: Date): LeadPrediction | null {
  if (!model) return null;
  const { learned, report } = model;
  // What happened at the instant itself counts.
  const { probability01, micro, base, parts } = predictLead(learned, { ...scored, beforeMs: at.getTime() + 1 });
  const byKey = new Map(learned.features.map((feature) => [feature.key, feature]));
  const explanation = parts
    .filter((part) => part.micro !== 0)
    .toSorted((a, b) => Math.abs(b.micro) - Math.abs(a.micro))
    .map(({ key, value, micro: added }) => {
      const { field = key, label = key } = byKey.get(key) ?? {};
      return { field, label, value, logOdds: logOdds(added) };
    });
  return {
    probability01: rounded(probability01),
    logOdds: logOdds(micro),
    baseLogOdds: logOdds(base),
    explanation,
    model: {
      id: model.modelId,
      number: model.number,
      trainedAt: model.trainedAt.toISOString(),
      leads: report.learned.leads,
      baseRate01: rounded(report.learned.won / report.learned.leads),
      auc: rounded(report.quality.area),
      aucStandardError: rounded(report.quality.areaStandardError),
      logLoss: rounded(report.quality.logLoss),
      baseLogLoss: rounded(report.quality.baseLogLoss),
    },
  };
}

function logOdds(micro: MicroLogOdds): number {
  return micro / MICROS;
}
