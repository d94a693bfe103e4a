import { setTimeout as delay } from 'node:timers/promises';
import type { AnswerCutter } from './answer-cutter.js';
import type { Chance } from '../load/chance.js';
import type { ChaoticBroker } from './chaotic-broker.js';
import type { OracleStage } from '../oracle-stage.js';
import type { RelayCrew } from '../relay-crew.js';

const FAULTS = ['relay_sessions_ended', 'writer_sessions_ended', 'commit_answer_cut', 'broker_down', 'relay_restarted'] as const;
export type Fault = (typeof FAULTS)[number];

export interface Targets {
  readonly stage: OracleStage;
  readonly cutter: AnswerCutter;
  readonly broker: ChaoticBroker;
  readonly relays: RelayCrew;
}

/** Injects one fault after another until told to end. @returns how many there were of each */
export async function injectFaults(chance: Chance, targets: Targets, isOver: () => boolean): Promise<Partial<Record<Fault, number>>> {
  const injected: Partial<Record<Fault, number>> = {};
  while (!isOver()) {
    await delay(chance.between(50, 350));
    const fault = chance.oneOf(FAULTS);
    await inject(fault, chance, targets);
    injected[fault] = (injected[fault] ?? 0) + 1;
  }
  return injected;
}

async function inject(fault: Fault, chance: Chance, { stage, cutter, broker, relays }: Targets): Promise<unknown> {
  switch (fault) {
    case 'relay_sessions_ended':
      return stage.endSessions('relays', 2);
    case 'writer_sessions_ended':
      return stage.endSessions('writers', chance.between(1, 6));
    case 'commit_answer_cut':
      return cutter.cutNext();
    case 'broker_down':
      return broker.goDown(chance.between(100, 1_500));
    case 'relay_restarted':
      return relays.restartOne();
  }
}
