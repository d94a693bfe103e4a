import { FUNNEL_STAGES, type LifecycleFunnel } from '@leadstream/contracts';
import type { FunnelCell } from './funnel.js';

type FunnelGroup = LifecycleFunnel['total'];

/** Groups in the order of their keys, each with every stage, stages that nobody reached included. */
export function funnelGroups(cells: readonly FunnelCell[]): FunnelGroup[] {
  const byKey = Map.groupBy(
    cells.filter((cell) => cell.leads !== 0),
    (cell) => cell.key,
  );
  return [...byKey.keys()].sort().map((key) => funnelGroup(key, byKey.get(key) ?? []));
}

/** One group over all given cells; several cells of one stage add up. */
export function funnelGroup(key: string, cells: readonly FunnelCell[]): FunnelGroup {
  const sum = (stage: string, figure: 'leads' | 'secondsSum' | 'beforeCapture'): number =>
    cells.filter((cell) => cell.stage === stage).reduce((total, cell) => total + cell[figure], 0);
  const captured = sum('captured', 'leads');
  return {
    key,
    stages: FUNNEL_STAGES.map((stage) => {
      const leads = sum(stage, 'leads');
      const secondsFromCaptureSum = sum(stage, 'secondsSum');
      return {
        stage,
        leads,
        ratio01: captured === 0 ? null : leads / captured,
        secondsFromCaptureSum,
        secondsFromCaptureAverage: leads === 0 ? null : secondsFromCaptureSum / leads,
        reachedBeforeCapture: sum(stage, 'beforeCapture'),
      };
    }),
  };
}
