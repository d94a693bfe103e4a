import { LIFECYCLE_STAGES, type LifecycleStage } from '@leadstream/contracts';
import { FIRST_STAGE } from '../lead.js';
import { accept, type Checked, refuse } from './checked.rules.js';

/** Told where a stage is left alone, since it lies before the one that the lead is in. */
export const STAGE_BACKWARDS = 'lifecycle_stage.backwards';

const letters = (text: string): string => text.toLowerCase().replaceAll(/[\s_-]+/g, '');

/** A stage in any case and spacing; `Marketing Qualified Lead` is one, too. Blank means the first one. */
export function normaliseLifecycleStage(text: string): Checked<LifecycleStage> {
  const word = letters(text);
  if (word === '') return accept(FIRST_STAGE);
  const stage = LIFECYCLE_STAGES.find((known) => word === letters(known) || word === `${letters(known)}lead`);
  return stage === undefined ? refuse('lifecycle_stage.unknown', 'Is not one of the lifecycle stages.') : accept(stage);
}

/** Whether a stage lies before another one: neither an import nor a sync takes a lead there. */
export function isBackwards(from: LifecycleStage, to: LifecycleStage): boolean {
  return LIFECYCLE_STAGES.indexOf(to) < LIFECYCLE_STAGES.indexOf(from);
}
