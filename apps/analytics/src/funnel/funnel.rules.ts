import type { LifecycleFunnel } from '@leadstream/contracts';
import type { FunnelCell } from './funnel.js';

type FunnelGroup = LifecycleFunnel['total'];

/**
 * Stages of a funnel: capture, then the statuses of the tenant behind the first, which new leads have, then those that it has no more but leads
 * of the funnel reached.
 * @param statuses keys of the tenant's, in order
 */
export function funnelStages(cells: readonly FunnelCell[], [first, ...statuses]: readonly string[]): string[] {
  const known = new Set(['captured', first, ...statuses]);
  const gone = cells.filter(({ stage, leads }) => leads !== 0 && !known.has(stage)).map(({ stage }) => stage);
  return ['captured', ...statuses, ...[...new Set(gone)].sort()];
}

/** Groups in the order of their keys, each with every stage, stages that nobody reached included. */
export function funnelGroups(cells: readonly FunnelCell[], stages: readonly string[]): FunnelGroup[] {
  const byKey = Map.groupBy(
    cells.filter((cell) => cell.leads !== 0),
    (cell) => cell.key,
  );
  return [...byKey.keys()].sort().map((key) => funnelGroup(key, byKey.get(key) ?? [], stages));
}

/** One group over all given cells; several cells of one stage add up. */
export function funnelGroup(key: string, cells: readonly FunnelCell[], stages: readonly string[]): FunnelGroup {
  const sum = (stage: string, figure: 'leads' | 'secondsSum' | 'beforeCapture'): number =>
    cells.filter((cell) => cell.stage === stage).reduce((total, cell) => total + cell[figure], 0);
  const captured = sum('captured', 'leads');
  return {
    key,
    stages: stages.map((stage) => {
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
