import { probabilityOf, surprise } from '../regression/logistic.rules.js';
import { areaUnderCurve, standardErrorOfArea } from './ranking.rules.js';

const MOST_GROUPS = 10;
/** Of fewer leads a share says little. */
const LEAST_OF_A_GROUP = 20;

/** How right a model is about leads that it was not made from. */
export interface Quality {
  readonly leads: number;
  readonly won: number;
  /** Area under the ROC curve: 0.5 is chance, 1 ranks every lead that was won above every one that was lost. */
  readonly area: number;
  readonly areaStandardError: number;
  /** Mean of -ln of the probability that was given to what happened. */
  readonly logLoss: number;
  /** The same when everybody is given the base rate. */
  readonly baseLogLoss: number;
  /** Mean square of probability less outcome. */
  readonly brier: number;
  /** Leads by their probability, from the lowest, in groups as equal as can be. */
  readonly calibration: readonly CalibrationGroup[];
}

export interface CalibrationGroup {
  readonly leads: number;
  /** Mean probability. */
  readonly predicted01: number;
  /** Share that was won. */
  readonly observed01: number;
}

/**
 * @param logOdds calibrated
 * @param outcomes of the same leads, 1: won, 0: lost; both occur
 * @param baseRate01 share that was won of the leads that the model was made from, between 0 and 1
 */
export function qualityOf(logOdds: Float64Array, outcomes: Uint8Array, baseRate01: number): Quality {
  const leads = outcomes.length;
  const won = outcomes.reduce((sum, outcome) => sum + outcome, 0);
  const area = areaUnderCurve(logOdds, outcomes);
  if (area === undefined) throw new RangeError('leads of both outcomes are needed');
  const baseLogOdds = Math.log(baseRate01 / (1 - baseRate01));
  const mean = (loss: (logOdds: number, outcome: number) => number): number =>
    logOdds.reduce((sum, value, index) => sum + loss(value, outcomes[index] as number), 0) / leads;
  return {
    leads,
    won,
    area,
    areaStandardError: standardErrorOfArea(area, won, leads - won),
    logLoss: mean(surprise),
    baseLogLoss: mean((_, outcome) => surprise(baseLogOdds, outcome)),
    brier: mean((value, outcome) => (probabilityOf(value) - outcome) ** 2),
    calibration: calibrationOf(logOdds, outcomes),
  };
}

function calibrationOf(logOdds: Float64Array, outcomes: Uint8Array): CalibrationGroup[] {
  const order = [...logOdds.keys()].sort((a, b) => (logOdds[a] as number) - (logOdds[b] as number));
  const groups = Math.max(1, Math.min(MOST_GROUPS, Math.floor(order.length / LEAST_OF_A_GROUP)));
  return Array.from({ length: groups }, (_, group) => {
    const same = order.slice(Math.floor((group * order.length) / groups), Math.floor(((group + 1) * order.length) / groups));
    const mean = (of: (index: number) => number): number => same.reduce((sum, index) => sum + of(index), 0) / same.length;
    return {
      leads: same.length,
      predicted01: mean((index) => probabilityOf(logOdds[index] as number)),
      observed01: mean((index) => outcomes[index] as number),
    };
  });
}
