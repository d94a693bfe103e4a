import type { DataOf, TrainedModel, trainedModelChangedV1, TrainedModelSummary, TrainedModelUse } from '@leadstream/contracts';
import type { LeadFeature } from '../features/lead-feature.js';
import type { TrainingReport } from '../features/lead-model.js';
import type { LearnedFeature } from '../learning/outcome-model.js';
import { meanOf } from '../learning/predict.rules.js';
import { rounded } from './rounded.rules.js';
import type { ModelUse, TrainedModelAction, TrainedModelHead, TrainedModelRecord } from './trained-model.js';

type ShownFeature = TrainedModel['features'][number];

/** As a list shows it. */
export function presentSummary(model: TrainedModelHead): TrainedModelSummary {
  const { modelId, number, status, active, failure, won, lost, excluded, report, createdAt, trainedAt } = model;
  return {
    id: modelId,
    number,
    status,
    active,
    failure,
    won: [...won],
    lost: [...lost],
    exclude: [...excluded],
    learned: report && { leads: report.learned.leads, won: report.learned.won },
    baseRate01: report && rounded(report.learned.won / report.learned.leads),
    quality: report && presentQuality(report),
    createdAt: createdAt.toISOString(),
    trainedAt: trainedAt?.toISOString() ?? null,
  };
}

export function presentTrainedModel(model: TrainedModelRecord): TrainedModel {
  const byKey = new Map(model.learned?.features.map((feature) => [feature.key, feature]));
  const shown = (model.learned?.outcome.features ?? [])
    .toSorted((a, b) => b.spread - a.spread)
    .flatMap((learned) => {
      const feature = byKey.get(learned.encoding.key);
      return feature ? [presentFeature(feature, learned)] : [];
    });
  return { ...presentSummary(model), features: shown };
}

export function presentUse(use: ModelUse): TrainedModelUse {
  const { activatedAt, activatedByKind, activatedById, deactivatedAt, deactivatedByKind, deactivatedById } = use;
  const ended = deactivatedByKind !== null && deactivatedById !== null;
  return {
    activatedAt: activatedAt.toISOString(),
    activatedBy: { kind: activatedByKind, id: activatedById },
    deactivatedAt: deactivatedAt?.toISOString() ?? null,
    deactivatedBy: ended ? { kind: deactivatedByKind, id: deactivatedById } : null,
  };
}

/** What `trained-model.changed` tells of a model as it is after the change; of its quality the one number that models are compared by. */
export function toldTrainedModel(model: TrainedModelHead, action: TrainedModelAction, at: Date): DataOf<typeof trainedModelChangedV1> {
  const { id: modelId, number, status, active, failure, won, lost, exclude, learned, quality } = presentSummary(model);
  const told = { modelId, number, action, version: model.version, status, active, failure, won, lost, exclude, learned };
  return { ...told, auc: quality?.auc ?? null, changedAt: at.toISOString() };
}

function presentQuality({ quality }: TrainingReport): TrainedModelSummary['quality'] {
  const { leads, won, area, areaStandardError, logLoss, baseLogLoss, brier, calibration } = quality;
  return {
    leads,
    won,
    auc: rounded(area),
    aucStandardError: rounded(areaStandardError),
    logLoss: rounded(logLoss),
    baseLogLoss: rounded(baseLogLoss),
    brier: rounded(brier),
    calibration: calibration.map((group) => {
      return { leads: group.leads, predicted01: rounded(group.predicted01), observed01: rounded(group.observed01) };
    }),
  };
}

function presentFeature(feature: LeadFeature, learned: LearnedFeature): ShownFeature {
  const { field, label } = feature;
  const { encoding, columns, spread } = learned;
  const named = { field, label, spread: rounded(spread) };
  if (encoding.kind === 'choice') return { ...named, number: null, values: presentValues(feature, learned, encoding.words, 0) };
  const { mean, deviation, logarithmic } = encoding;
  const number = { mean: rounded(mean), deviation: rounded(deviation), logarithmic, logOddsPerDeviation: rounded(columns[0]?.weight ?? 0) };
  return { ...named, number, values: presentValues(feature, learned, [], 1) };
}

/** @param firstColumn of words; that of rarer ones and that of what is missing follow */
function presentValues(
  feature: LeadFeature,
  learned: LearnedFeature,
  words: readonly string[],
  firstColumn: number,
): ShownFeature['values'] {
  const mean = meanOf(learned);
  const { encoding, columns } = learned;
  const hasOther = encoding.kind === 'choice' && encoding.hasOther;
  return columns.slice(firstColumn).map(({ weight, leads }, place) => {
    const word = words[place];
    const kind = word !== undefined ? 'word' : hasOther && place === words.length ? 'other' : 'missing';
    return { kind, value: word ?? null, label: labelOf(feature, word), logOdds: rounded(weight - mean), leads };
  });
}

function labelOf({ wordLabels = {} }: LeadFeature, word: string | undefined): string | null {
  if (word === undefined) return null;
  return Object.hasOwn(wordLabels, word) ? (wordLabels[word] ?? word) : word;
}
