import type { LifecycleFunnel } from '@leadstream/contracts';
import type { OriginFigures } from './olist-files.js';

type Group = LifecycleFunnel['total'];

/** The funnel's groups in the terms of the files' own count, by origin. */
export function originFigures(funnel: LifecycleFunnel): Record<string, OriginFigures> {
  return Object.fromEntries(funnel.groups.map((group) => [group.key, figuresOf(group)]));
}

export function figuresOf(group: Group): OriginFigures {
  const stage = (name: string) => group.stages.find((figures) => figures.stage === name);
  return {
    captured: stage('captured')?.leads ?? 0,
    converted: stage('converted')?.leads ?? 0,
    secondsToConvertSum: stage('converted')?.secondsFromCaptureSum ?? 0,
    convertedBeforeCapture: stage('converted')?.reachedBeforeCapture ?? 0,
  };
}
